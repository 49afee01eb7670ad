"""Documents in the structure of the Canadian House of Commons, of our own writing."""

from __future__ import annotations

HEAD = {
    "InstitutionDebate": "House of Commons Debates",
    "Number": "No. 005",
    "MetaDocumentCategory": "DEBATES",
    "MetaNumberNumber": "005",
    "MetaDateNumDay": "04",
    "MetaDateNumMonth": "03",
    "MetaDateNumYear": "2031",
    "MetaInstitution": "House of Commons",
    "ParliamentNumber": "48",
    "SessionNumber": "1",
}
COMMITTEE = {
    "InstitutionDebate": "Standing Committee on Exports",
    "MetaDocumentCategory": "Committee",
    "MetaNumberNumber": "33",
    "Acronyme": "EXPO",
}


def hansard(body: str, lang: str = "EN", **facts: str) -> bytes:
    """Put a body under the header of sitting 48-1/5 on 2031-03-04; `facts` replace or add what the header says."""
    items = "".join(f'<ExtractedItem Name="{name}">{value}</ExtractedItem>' for name, value in {**HEAD, **facts}.items())
    return (
        f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<Hansard xml:lang="{lang}" id="1"><ExtractedInformation>{items}'
        f"</ExtractedInformation><HansardBody>{body}</HansardBody></Hansard>"
    ).encode()


def said(number: int, label: str, *words: str, kind: str = "Debate", person: str = "", role: str = "2") -> str:
    """Write an intervention; its paragraphs are numbered from ten times its own number."""
    paras = "".join(f'<ParaText id="{number * 10 + n}">{text}</ParaText>' for n, text in enumerate(words))
    return (
        f'<Intervention Type="{kind}" id="{number}"><PersonSpeaking>'
        f'<Affiliation DbId="{person or number}" Type="{role}">{label}</Affiliation>: '
        f"</PersonSpeaking><Content>{paras}</Content></Intervention>"
    )


def subject(number: int, content: str, title: str = "", before: str = "") -> str:
    """Write a subject of business."""
    head = f"<SubjectOfBusinessTitle>{title}</SubjectOfBusinessTitle>" if title else ""
    return (
        f'<SubjectOfBusiness id="{number}">{before}{head}<SubjectOfBusinessContent>{content}</SubjectOfBusinessContent></SubjectOfBusiness>'
    )


def order(content: str, title: str = "", rubric: str = "Other") -> str:
    """Write an order of business."""
    head = f"<OrderOfBusinessTitle>{title}</OrderOfBusinessTitle>" if title else ""
    return f'<OrderOfBusiness id="7" Rubric="{rubric}">{head}{content}</OrderOfBusiness>'
