"""The words of the filter's closed lists, as readers see them."""

from __future__ import annotations

from incidents.model.vocabularies import GeoPrecision, Relevance, Role, Verification, Viewpoint

VIEWPOINTS = {
    Viewpoint.ANY: "Any attribution",
    Viewpoint.CLAIMED: "Self-claimed",
    Viewpoint.ATTRIBUTED: "Attributed by a named party",
    Viewpoint.ACKNOWLEDGED: "Acknowledged",
}

ROLES = {
    Role.PERPETRATOR: "Named as having done it",
    Role.TARGET: "Target",
    Role.AFFECTED: "Affected",
    Role.RESPONDER: "Responder",
}

PRECISIONS = {
    GeoPrecision.SITE: "Site",
    GeoPrecision.NEIGHBOURHOOD: "Neighbourhood",
    GeoPrecision.CITY: "Town or city",
    GeoPrecision.VICINITY: "Near a named place",
    GeoPrecision.DISTRICT: "District only",
    GeoPrecision.GOVERNORATE: "Governorate only",
    GeoPrecision.COUNTRY: "Country only",
    GeoPrecision.NONE: "Place not known",
}

RELEVANCES = {
    Relevance.CORE: "Core of the dataset",
    Relevance.CONTEXT: "Context",
}

VERIFICATIONS = {
    Verification.MULTIPLE: "Several publishers",
    Verification.SINGLE: "Single publisher",
    Verification.UNSTATED: "Not stated",
}
