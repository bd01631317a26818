"""Workbooks whose few bytes ask for much, or lead elsewhere."""

from __future__ import annotations

from tests.hostile_files.building import (
    SHEET,
    SHEET_WORDS,
    STRINGS,
    XML,
    Traps,
    fixed,
    hostile,
    laughs,
    raw_zip,
    sheet,
    workbook,
    zipped,
)

TEXT_CELL = '<c r="A1" t="inlineStr"><is><t>{}</t></is></c>'
FAR = f'<row r="1">{TEXT_CELL.format("id")}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
SST = f'<sst xmlns="{SHEET_WORDS}" count="1" uniqueCount="1"><si><t>{{}}</t></si></sst>'

fixed("a workbook with one far cell", "far.xlsx", workbook({SHEET: sheet(FAR)}))
fixed("a workbook that says it reaches to the last cell", "wide.xlsx",
      workbook({SHEET: sheet(FAR, '<dimension ref="A1:XFD1048576"/>')}))  # fmt: skip
fixed("a workbook of far cells in many rows", "sparse.xlsx", workbook({SHEET: sheet("".join(
    f'<row r="{n}"><c r="XFD{n}"><v>{n}</v></c></row>' for n in range(1, 20_000)))}))  # fmt: skip
fixed("a workbook whose row has an absurd number", "number.xlsx",
      workbook({SHEET: sheet('<row r="99999999999999"><c r="ZZZZZZZ9"><v>1</v></c></row>')}))  # fmt: skip
fixed("a workbook whose rows go backwards", "back.xlsx", workbook({SHEET: sheet(
    '<row r="9"><c r="C9"><v>1</v></c></row><row r="-3"><c r="A0"><v>1</v></c></row>')}))  # fmt: skip
fixed("a billion laughs in the strings of a workbook", "laughs1.xlsx",
      workbook({STRINGS: laughs("sst", SST.format("&l9;")),
                SHEET: sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}))  # fmt: skip
fixed("a billion laughs in a sheet", "laughs2.xlsx", workbook({SHEET: laughs(
    "worksheet", sheet(f'<row r="1">{TEXT_CELL.format("&l9;")}</row>').removeprefix(XML))}))  # fmt: skip
fixed("a workbook whose strings are not there", "strings.xlsx", workbook({SHEET: sheet(
    '<row r="1"><c r="A1" t="s"><v>99999999</v></c><c r="B1" t="s"><v>-5</v></c></row>')}))  # fmt: skip
fixed("a workbook of formulas", "formulas.xlsx", workbook({SHEET: sheet(
    '<row r="1"><c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>=cmd|\' /C calc\'!A0</v></c>'
    '<c r="B1"><f>WEBSERVICE("http://127.0.0.1:9/")</f></c>'
    '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')}))  # fmt: skip
fixed("a workbook with a damaged sheet", "damaged.xlsx",
      workbook({SHEET: sheet("<row><c></row>")[:-20]}))  # fmt: skip
fixed("a workbook nested a hundred thousand deep", "deep.xlsx",
      workbook({SHEET: sheet("<row>" * 100_000)}))  # fmt: skip
fixed("a workbook without a sheet", "bare.xlsx", zipped({"[Content_Types].xml": b"<Types/>"}))
fixed("an old workbook", "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096))
fixed("a workbook with a password", "locked.xlsx",
      b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le").center(4_096))  # fmt: skip
fixed("a workbook with a program in it", "macro.xlsm",
      workbook({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(900)}))  # fmt: skip


@hostile("a workbook whose strings are another file", "entity.xlsx")
def entity(traps: Traps) -> bytes:
    said = f'{XML}<!DOCTYPE sst [<!ENTITY x SYSTEM "file://{traps.canary}">]>{SST.format("&x;")}'
    cell = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return workbook({STRINGS: said, SHEET: sheet(cell)})


@hostile("a workbook with a document type on a server", "dtd.xlsx")
def foreign_type(traps: Traps) -> bytes:
    said = sheet("").replace(XML, f'{XML}<!DOCTYPE worksheet SYSTEM "{traps.url}/a.dtd">')
    return workbook({SHEET: said})


@hostile("a workbook that takes cells from others", "external.xlsx")
def external(traps: Traps) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/externalLinkPath" Target="{target}" '
        'TargetMode="External"/>'
        for n, target in enumerate((f"file://{traps.canary}", f"{traps.url}/a.xlsx"), start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return workbook({
        "xl/externalLinks/externalLink1.xml":
            f'{XML}<externalLink xmlns="{SHEET_WORDS}"><externalBook/></externalLink>',
        "xl/externalLinks/_rels/externalLink1.xml.rels":
            f'{XML}<Relationships xmlns="{package}">{relations}</Relationships>',
        SHEET: sheet("<row><c r='A1'><f>[1]Sheet1!A1</f></c></row>"),
    })  # fmt: skip


@hostile("a workbook whose sheet lies outside it", "elsewhere.xlsx")
def sheet_elsewhere(traps: Traps) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = (
        f'{XML}<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="../../../../../..{traps.canary}"/></Relationships>'
    )
    return workbook({"xl/_rels/workbook.xml.rels": relations})


@hostile("a workbook of three hundred thousand merged cells", "merged.xlsx")
def merged(_: Traps) -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 300_001))
    return workbook({SHEET: sheet("", after=f"<mergeCells>{merges}</mergeCells>")})


@hostile("a workbook of three hundred thousand styles", "styles.xlsx")
def styles(_: Traps) -> bytes:
    one = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    said = f'{XML}<styleSheet xmlns="{SHEET_WORDS}"><cellXfs>{one * 300_000}</cellXfs></styleSheet>'
    return workbook({"xl/styles.xml": said})


@hostile("a workbook whose sheet unpacks to a hundred times its size", "bomb.xlsx")
def pressed_sheet(_: Traps) -> bytes:
    row = "<row>" + "<c><v>1</v></c>" * 50 + "</row>"
    return workbook({SHEET: sheet(row * 150_000)})


@hostile("a workbook of sixty thousand parts", "parts.xlsx")
def many_parts(_: Traps) -> bytes:
    names = [b"[Content_Types].xml", b"xl/workbook.xml"]
    names += [f"xl/worksheets/sheet{number}.xml".encode() for number in range(60_000)]
    return raw_zip(b"[Content_Types].xml", b"\3\0", 0, 0, names=names)
