"""Wat WeasyPrint niet schrijft: PDF/UA naast PDF/A, bijlagen één keer genoemd, en elk deel één keer uitgerekend."""

from typing import Any

# WeasyPrint schrijft één variant; het deel van PDF/UA en de beschrijving ervan (ISO 19005-3, 6.6.2.3) komen erbij.
XMP_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)

_KLAAR: dict[type, type] = {}


def _klaar(soort: type) -> type:
    """pydyf rekent elk deel twee keer uit (voor de inhoud en voor /ID); deze soort houdt de uitkomst bij."""
    if soort not in _KLAAR:
        _KLAAR[soort] = type(f"Klaar{soort.__name__}", (soort,), {"data": property(lambda deel: deel.bytes)})
    return _KLAAR[soort]


def werk_af(document: Any, pdf: Any) -> None:
    """PDF/UA in de metagegevens, elke bijlage één keer in /AF, en elk deel één keer uitgeschreven en gecomprimeerd."""
    xmp = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp.stream = [deel.replace(b"</rdf:RDF>", XMP_UA + b"</rdf:RDF>") for deel in xmp.stream]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for deel in pdf.objects:
        if deel.free == "f":  # het eerste deel van elke PDF: leeg
            continue
        uitkomst = deel.data
        deel.__class__ = _klaar(type(deel))
        deel.bytes = uitkomst
