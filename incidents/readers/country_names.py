"""Countries as the field writes them, by number, code and name, to ISO 3166-1 alpha-3."""

from __future__ import annotations

from incidents.model.folding import fold
from incidents.readers.country_codes import ALPHA_3

# Alpha-3, the number of ISO 3166-1 and the code of FIPS 10-4 (-- where there is none).
_CODES = """
    ABW533AA AFG004AF AGO024AO AIA660AV ALA248-- ALB008AL AND020AN ANT530NT ARE784AE ARG032AR
    ARM051AM ASM016AQ ATA010AY ATF260FS ATG028AC AUS036AS AUT040AU AZE031AJ BDI108BY BEL056BE
    BEN204BN BES535-- BFA854UV BGD050BG BGR100BU BHR048BA BHS044BF BIH070BK BLM652TB BLR112BO
    BLZ084BH BMU060BD BOL068BL BRA076BR BRB052BB BRN096BX BTN064BT BVT074BV BWA072BC CAF140CT
    CAN124CA CCK166CK CHE756SZ CHL152CI CHN156CH CIV384IV CMR120CM COD180CG COG178CF COK184CW
    COL170CO COM174CN CPV132CV CRI188CS CUB192CU CUW531UC CXR162KT CYM136CJ CYP196CY CZE203EZ
    DEU276GM DJI262DJ DMA212DO DNK208DA DOM214DR DZA012AG ECU218EC EGY818EG ERI232ER ESH732WI
    ESP724SP EST233EN ETH231ET FIN246FI FJI242FJ FLK238FK FRA250FR FRO234FO FSM583FM GAB266GB
    GBR826UK GEO268GG GGY831GK GHA288GH GIB292GI GIN324GV GLP312GP GMB270GA GNB624PU GNQ226EK
    GRC300GR GRD308GJ GRL304GL GTM320GT GUF254FG GUM316GQ GUY328GY HKG344HK HMD334HM HND340HO
    HRV191HR HTI332HA HUN348HU IDN360ID IMN833IM IND356IN IOT086IO IRL372EI IRN364IR IRQ368IZ
    ISL352IC ISR376IS ITA380IT JAM388JM JEY832JE JOR400JO JPN392JA KAZ398KZ KEN404KE KGZ417KG
    KHM116CB KIR296KR KNA659SC KOR410KS KWT414KU LAO418LA LBN422LE LBR430LI LBY434LY LCA662ST
    LIE438LS LKA144CE LSO426LT LTU440LH LUX442LU LVA428LG MAC446MC MAF663RN MAR504MO MCO492MN
    MDA498MD MDG450MA MDV462MV MEX484MX MHL584RM MKD807MK MLI466ML MLT470MT MMR104BM MNE499MJ
    MNG496MG MNP580CQ MOZ508MZ MRT478MR MSR500MH MTQ474MB MUS480MP MWI454MI MYS458MY MYT175MF
    NAM516WA NCL540NC NER562NG NFK574NF NGA566NI NIC558NU NIU570NE NLD528NL NOR578NO NPL524NP
    NRU520NR NZL554NZ OMN512MU PAK586PK PAN591PM PCN612PC PER604PE PHL608RP PLW585PS PNG598PP
    POL616PL PRI630RQ PRK408KN PRT620PO PRY600PA PSE275WE PYF258FP QAT634QA REU638RE ROU642RO
    RUS643RS RWA646RW SAU682SA SCG891YI SDN729SU SEN686SG SGP702SN SGS239SX SHN654SH SJM744SV
    SLB090BP SLE694SL SLV222ES SMR674SM SOM706SO SPM666SB SRB688RI SSD728OD STP678TP SUR740NS
    SVK703LO SVN705SI SWE752SW SWZ748WZ SXM534NN SYC690SE SYR760SY TCA796TK TCD148CD TGO768TO
    THA764TH TJK762TI TKL772TL TKM795TX TLS626TT TON776TN TTO780TD TUN788TS TUR792TU TUV798TV
    TWN158TW TZA834TZ UGA800UG UKR804UP UMI581-- URY858UY USA840US UZB860UZ VAT336VT VCT670VC
    VEN862VE VGB092VI VIR850VQ VNM704VM VUT548NH WLF876WF WSM882WS XKX000KV YEM887YM ZAF710SF
    ZMB894ZA ZWE716ZI
"""
# Codes of FIPS 10-4 for parts that ISO counts to another, and for what is no more.
_MORE_FIPS = """
    PSE GZ, SRB RB, SCG SR, XKX KV, CUW UC, SJM SV, SJM JN, ATF TE, ATF JU, ATF GO, ATF EU, ATF
    BS, UMI LQ, UMI MQ, UMI JQ, UMI DQ, UMI FQ, UMI HQ, UMI WQ, UMI KQ, UMI BQ, ANT NT
"""
# Gleditsch and Ward's numbers, which UCDP uses: two for a country that was two.
_GLEDITSCH_WARD = """
    USA 2, CAN 20, BHS 31, CUB 40, HTI 41, DOM 42, JAM 51, TTO 52, BRB 53, DMA 54, GRD 55, LCA
    56, VCT 57, ATG 58, KNA 60, MEX 70, BLZ 80, GTM 90, HND 91, SLV 92, NIC 93, CRI 94, PAN 95,
    COL 100, VEN 101, GUY 110, SUR 115, ECU 130, PER 135, BRA 140, BOL 145, PRY 150, CHL 155,
    ARG 160, URY 165, GBR 200, IRL 205, NLD 210, BEL 211, LUX 212, FRA 220, MCO 221, LIE 223,
    CHE 225, ESP 230, AND 232, PRT 235, DEU 260, DEU 265, POL 290, AUT 305, HUN 310, CSK 315,
    CZE 316, SVK 317, ITA 325, SMR 331, MLT 338, ALB 339, SRB 340, MNE 341, MKD 343, HRV 344,
    SRB 345, BIH 346, XKX 347, SVN 349, GRC 350, CYP 352, BGR 355, MDA 359, ROU 360, RUS 365,
    EST 366, LVA 367, LTU 368, UKR 369, BLR 370, ARM 371, GEO 372, AZE 373, FIN 375, SWE 380,
    NOR 385, DNK 390, ISL 395, CPV 402, STP 403, GNB 404, GNQ 411, GMB 420, MLI 432, SEN 433,
    BEN 434, MRT 435, NER 436, CIV 437, GIN 438, BFA 439, LBR 450, SLE 451, GHA 452, TGO 461,
    CMR 471, NGA 475, GAB 481, CAF 482, TCD 483, COG 484, COD 490, UGA 500, KEN 501, TZA 510,
    BDI 516, RWA 517, SOM 520, DJI 522, ETH 530, ERI 531, AGO 540, MOZ 541, ZMB 551, ZWE 552,
    MWI 553, ZAF 560, NAM 565, LSO 570, BWA 571, SWZ 572, MDG 580, COM 581, MUS 590, SYC 591,
    MAR 600, DZA 615, TUN 616, LBY 620, SDN 625, SSD 626, IRN 630, TUR 640, IRQ 645, EGY 651,
    SYR 652, LBN 660, JOR 663, ISR 666, SAU 670, YEM 678, YEM 680, KWT 690, BHR 692, QAT 694,
    ARE 696, OMN 698, AFG 700, TKM 701, TJK 702, KGZ 703, UZB 704, KAZ 705, CHN 710, MNG 712,
    TWN 713, PRK 731, KOR 732, JPN 740, IND 750, BTN 760, PAK 770, BGD 771, MMR 775, LKA 780,
    MDV 781, NPL 790, THA 800, KHM 811, LAO 812, VNM 816, VNM 817, MYS 820, SGP 830, BRN 835,
    PHL 840, IDN 850, TLS 860, AUS 900, PNG 910, NZL 920, VUT 935, SLB 940, FJI 950, MHL 983,
    PLW 986, FSM 987, WSM 990
"""
# States of the past are given the code that ISO 3166-3 keeps for them, unless one state of today
# has all of their land.
_NAMES = """
    ABW Aruba; AFG Afghanistan; AGO Angola; AIA Anguilla; ALA Aland Islands; ALB Albania; AND
    Andorra; ANT Netherlands Antilles; ARE United Arab Emirates; ARG Argentina; ARM Armenia; ASM
    American Samoa; ATA Antarctica; ATF French Southern Territories; ATG Antigua and Barbuda;
    AUS Australia; AUT Austria; AZE Azerbaijan; BDI Burundi; BEL Belgium; BEN Benin; BES
    Bonaire, Saint Eustatius and Saba; BFA Burkina Faso; BGD Bangladesh; BGR Bulgaria; BHR
    Bahrain; BHS Bahamas; BIH Bosnia and Herzegovina; BLM Saint Barthelemy; BLR Belarus; BLZ
    Belize; BMU Bermuda; BOL Bolivia; BRA Brazil; BRB Barbados; BRN Brunei; BTN Bhutan; BVT
    Bouvet Island; BWA Botswana; CAF Central African Republic; CAN Canada; CCK Cocos Islands;
    CHE Switzerland; CHL Chile; CHN China; CIV Ivory Coast; CMR Cameroon; COD Democratic
    Republic of the Congo; COG Republic of the Congo; COK Cook Islands; COL Colombia; COM
    Comoros; CPV Cabo Verde; CRI Costa Rica; CUB Cuba; CUW Curacao; CXR Christmas Island; CYM
    Cayman Islands; CYP Cyprus; CZE Czechia; DEU Germany; DJI Djibouti; DMA Dominica; DNK
    Denmark; DOM Dominican Republic; DZA Algeria; ECU Ecuador; EGY Egypt; ERI Eritrea; ESH
    Western Sahara; ESP Spain; EST Estonia; ETH Ethiopia; FIN Finland; FJI Fiji; FLK Falkland
    Islands; FRA France; FRO Faroe Islands; FSM Micronesia; GAB Gabon; GBR United Kingdom; GEO
    Georgia; GGY Guernsey; GHA Ghana; GIB Gibraltar; GIN Guinea; GLP Guadeloupe; GMB Gambia; GNB
    Guinea-Bissau; GNQ Equatorial Guinea; GRC Greece; GRD Grenada; GRL Greenland; GTM Guatemala;
    GUF French Guiana; GUM Guam; GUY Guyana; HKG Hong Kong; HMD Heard Island and McDonald
    Islands; HND Honduras; HRV Croatia; HTI Haiti; HUN Hungary; IDN Indonesia; IMN Isle of Man;
    IND India; IOT British Indian Ocean Territory; IRL Ireland; IRN Iran; IRQ Iraq; ISL Iceland;
    ISR Israel; ITA Italy; JAM Jamaica; JEY Jersey; JOR Jordan; JPN Japan; KAZ Kazakhstan; KEN
    Kenya; KGZ Kyrgyzstan; KHM Cambodia; KIR Kiribati; KNA Saint Kitts and Nevis; KOR South
    Korea; KWT Kuwait; LAO Laos; LBN Lebanon; LBR Liberia; LBY Libya; LCA Saint Lucia; LIE
    Liechtenstein; LKA Sri Lanka; LSO Lesotho; LTU Lithuania; LUX Luxembourg; LVA Latvia; MAC
    Macao; MAF Saint Martin; MAR Morocco; MCO Monaco; MDA Moldova; MDG Madagascar; MDV Maldives;
    MEX Mexico; MHL Marshall Islands; MKD North Macedonia; MLI Mali; MLT Malta; MMR Myanmar; MNE
    Montenegro; MNG Mongolia; MNP Northern Mariana Islands; MOZ Mozambique; MRT Mauritania; MSR
    Montserrat; MTQ Martinique; MUS Mauritius; MWI Malawi; MYS Malaysia; MYT Mayotte; NAM
    Namibia; NCL New Caledonia; NER Niger; NFK Norfolk Island; NGA Nigeria; NIC Nicaragua; NIU
    Niue; NLD The Netherlands; NOR Norway; NPL Nepal; NRU Nauru; NZL New Zealand; OMN Oman; PAK
    Pakistan; PAN Panama; PCN Pitcairn; PER Peru; PHL Philippines; PLW Palau; PNG Papua New
    Guinea; POL Poland; PRI Puerto Rico; PRK North Korea; PRT Portugal; PRY Paraguay; PSE
    Palestinian Territory; PYF French Polynesia; QAT Qatar; REU Reunion; ROU Romania; RUS
    Russia; RWA Rwanda; SAU Saudi Arabia; SCG Serbia and Montenegro; SDN Sudan; SEN Senegal; SGP
    Singapore; SGS South Georgia and the South Sandwich Islands; SHN Saint Helena; SJM Svalbard
    and Jan Mayen; SLB Solomon Islands; SLE Sierra Leone; SLV El Salvador; SMR San Marino; SOM
    Somalia; SPM Saint Pierre and Miquelon; SRB Serbia; SSD South Sudan; STP Sao Tome and
    Principe; SUR Suriname; SVK Slovakia; SVN Slovenia; SWE Sweden; SWZ Eswatini; SXM Sint
    Maarten; SYC Seychelles; SYR Syria; TCA Turks and Caicos Islands; TCD Chad; TGO Togo; THA
    Thailand; TJK Tajikistan; TKL Tokelau; TKM Turkmenistan; TLS Timor Leste; TON Tonga; TTO
    Trinidad and Tobago; TUN Tunisia; TUR Turkey; TUV Tuvalu; TWN Taiwan; TZA Tanzania; UGA
    Uganda; UKR Ukraine; UMI United States Minor Outlying Islands; URY Uruguay; USA United
    States; UZB Uzbekistan; VAT Vatican; VCT Saint Vincent and the Grenadines; VEN Venezuela;
    VGB British Virgin Islands; VIR U.S. Virgin Islands; VNM Vietnam; VUT Vanuatu; WLF Wallis
    and Futuna; WSM Samoa; XKX Kosovo; YEM Yemen; ZAF South Africa; ZMB Zambia; ZWE Zimbabwe
"""
_OTHER_NAMES = """
    BES Bonaire; BHS The Bahamas; BIH Bosnia; BIH Bosnia Herzegovina; BOL Plurinational State of
    Bolivia; BOL Bolivia Plurinational State of; BRN Brunei Darussalam; CAF CAR; CIV Cote
    d'Ivoire; COD Congo Democratic Republic of; COD Congo Kinshasa; COD DR Congo; COD DRC; COD
    DR Congo Zaire; COD Zaire; COD Democratic Republic of Congo; COG Congo; COG Congo
    Brazzaville; COG Republic of Congo; COG People's Republic of the Congo; COK Cook Island; CPV
    Cape Verde; CSK Czechoslovakia; CZE Czech Republic; DEU West Germany; DEU West Germany FRG;
    DEU East Germany; DEU East Germany GDR; DEU German Federal Republic; DEU German Democratic
    Republic; FLK Falkland Islands Malvinas; FSM Federated States of Micronesia; FSM Micronesia
    Federated States of; GBR UK; GBR Great Britain; GBR Britain; GMB The Gambia; HKG Hong Kong
    SAR China; IRN Iran Islamic Republic of; IRN Islamic Republic of Iran; KHM Cambodia
    Kampuchea; KHM Kampuchea; KNA St Kitts and Nevis; KOR Republic of Korea; KOR Korea Republic
    of; KOR Korea South; LAO Lao People's Democratic Republic; LAO Lao PDR; LCA St Lucia; LKA
    Sri Lanka Ceylon; MAC Macau; MAF St Martin; MDA Republic of Moldova; MDA Moldova Republic
    of; MDG Madagascar Malagasy; MKD Macedonia; MKD Macedonia FYR; MKD Macedonia Former Yugoslav
    Republic of; MMR Burma; MMR Myanmar Burma; NLD Netherlands; PRK Democratic People's Republic
    of Korea; PRK Korea Democratic People's Republic of; PRK Korea North; PSE Palestine; PSE
    State of Palestine; PSE Palestine State of; PSE Occupied Palestinian Territory; PSE oPt; PSE
    Palestinian Territories; PSE West Bank and Gaza Strip; PSE West Bank; PSE Gaza Strip; ROU
    Rumania; RUS Russian Federation; RUS Russia Soviet Union; SCG Serbia Montenegro; SHN St
    Helena; SHN Saint Helena Ascension and Tristan da Cunha; SPM St Pierre and Miquelon; SRB
    Serbia Yugoslavia; STP Sao Tome; SUN Soviet Union; SUN USSR; SVK Slovak Republic; SWZ
    Swaziland; SWZ eSwatini; SWZ Kingdom of eSwatini Swaziland; SWZ Kingdom of Eswatini; SYR
    Syrian Arab Republic; TLS East Timor; TLS Timor Leste; TUR Turkiye; TUR Turkey Ottoman
    Empire; TZA United Republic of Tanzania; TZA Tanzania United Republic of; TZA Tanzania
    Tanganyika; USA United States of America; USA US; USA U S A; VAT Vatican City; VAT Holy See;
    UMI U.S. Outlying Islands; VCT St Vincent and the Grenadines; VCT St Vincent and Grenadines;
    VEN Venezuela Bolivarian Republic of; VEN Bolivarian Republic of Venezuela; VGB Virgin
    Islands British; VIR Virgin Islands U S; VIR United States Virgin Islands; VNM Viet Nam; VNM
    South Vietnam; VNM Vietnam North Vietnam; VUT New Hebrides; WSM Western Samoa; YEM North
    Yemen; YEM South Yemen; YEM Yemen North Yemen; YEM Yemen Arab Republic; YEM Yemen People's
    Republic of; YUG Yugoslavia; ZWE Rhodesia; ZWE Zimbabwe Rhodesia; ALA Åland; ALA Åland
    Islands; BLM Saint Barthélemy; BLM St Barthelemy; CUW Curaçao; REU Réunion; SGS South
    Georgia and South Sandwich Islands; SGS South Georgia; BFA Burkina; ARE UAE; CCK Cocos
    Keeling Islands; PCN Pitcairn Islands; HMD Heard and McDonald Islands; HMD Heard Island; SJM
    Svalbard; TWN Taiwan Province of China; XKX Republic of Kosovo
"""


def _pairs(text: str) -> dict[str, str]:
    """Return the second word of each pair, between commas, to the first."""
    split = [pair.split() for pair in text.split(",")]
    return {last: first for first, last in split}


BY_NUMBER = {str(int(code[3:6])): code[:3] for code in _CODES.split() if code[3:6] != "000"}
"""By the number of ISO 3166-1, without leading zeros."""

BY_FIPS = {code[6:]: code[:3] for code in _CODES.split() if code[6:] != "--"} | _pairs(_MORE_FIPS)
"""By the code of FIPS 10-4."""

BY_GLEDITSCH_WARD = _pairs(_GLEDITSCH_WARD)
"""By Gleditsch and Ward's number."""

BY_NAME = {
    fold(name.strip()[4:]): name.strip()[:3] for name in f"{_NAMES}; {_OTHER_NAMES}".split(";")
}
"""By the folded English name."""

_KNOWN = frozenset(ALPHA_3.values()) | frozenset(BY_NAME.values())


def find_by_number(cell: str) -> str:
    """Return the country of a number of ISO 3166-1, `368` or `368.0`; "" for any other."""
    return BY_NUMBER.get(_whole(cell), "")


def find_by_gleditsch_ward(cell: str) -> str:
    """Return the country of Gleditsch and Ward's number; "" for any other."""
    return BY_GLEDITSCH_WARD.get(_whole(cell), "")


def find_by_fips(cell: str) -> str:
    """Return the country of a code of FIPS 10-4; "" for any other."""
    return BY_FIPS.get(cell.strip().upper(), "")


def find_by_name(cell: str) -> str:
    """Return the country of an English name; "" for any other."""
    return BY_NAME.get(fold(cell.replace("&", " and ")), "")


def find_by_code(cell: str) -> str:
    """Return the country of a code of ISO 3166-1, of three letters or two; "" for any other."""
    code = cell.strip().upper()
    return code if code in _KNOWN else ALPHA_3.get(code, "")


def _whole(cell: str) -> str:
    digits = cell.strip().partition(".")[0]
    return digits.lstrip("0") if digits.isascii() and digits.isdigit() else ""
