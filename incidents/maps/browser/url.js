// The keys of the page's address that belong to the map: `map`, `incident`, `base`.
// The server's own writes drop them, so they are kept here and put back.

const OWN = ["map", "incident", "base"];
const page = window.parent;
const startPath = page.location.pathname;
const kept = new URLSearchParams(
  [...new URLSearchParams(page.location.search)].filter(([key]) => OWN.includes(key)),
);

/** The value a key has had since the page was opened or was last set; "" when none. */
export function readKey(key) {
  return kept.get(key) ?? "";
}

/** Set a key, or remove it with "". */
export function writeKey(key, value) {
  if (value) kept.set(key, value);
  else kept.delete(key);
  restoreKeys();
}

/** Put our keys back into the address; leaves another page's address alone. */
export function restoreKeys() {
  if (page.location.pathname !== startPath) return;
  const url = new URL(page.location.href);
  for (const key of OWN) {
    if (kept.has(key)) url.searchParams.set(key, kept.get(key));
    else url.searchParams.delete(key);
  }
  // "/" and "," may stand in a query as they are, and read better
  url.search = url.search.replaceAll("%2F", "/").replaceAll("%2C", ",");
  if (url.href !== page.location.href) page.history.replaceState(page.history.state, "", url);
}

/** The view in the address as {zoom, latitude, longitude}, or null. */
export function readView() {
  const [zoom, latitude, longitude] = readKey("map").split("/").map(Number);
  const sound = Number.isInteger(zoom) && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 540;
  return sound && readKey("map") ? { zoom, latitude, longitude } : null;
}

/** Keep the map's view in the address. */
export function writeView(map) {
  const { lat, lng } = map.getCenter();
  writeKey("map", `${map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
}

/** This page's address with one incident's card open. */
export function permalink(incidentId) {
  const url = new URL(page.location.href);
  url.searchParams.set("incident", incidentId);
  return url.href;
}

/** Put our keys back whenever the address changes, where browsers tell. */
export function keepKeys() {
  const restore = () => setTimeout(restoreKeys);
  page.navigation?.addEventListener?.("currententrychange", restore);
  page.addEventListener("popstate", restore);
  window.addEventListener("pagehide", () => {
    page.navigation?.removeEventListener?.("currententrychange", restore);
    page.removeEventListener("popstate", restore);
  });
}
