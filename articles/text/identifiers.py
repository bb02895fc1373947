"""Numbers of published works, DOI and PMID: tidied, checked for their form without a network, and made addresses of."""

import re
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"https?://(?:www\.)?", re.I)
_DOI_BEFORE = re.compile(r"(?:(?:dx\.)?doi\.org/|doi\s*[:=]?\s*|info:doi/)+", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f]+")
_PUBMED = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|europepmc\.org/(?:article|abstract)/med)/", re.I
)
_PMID_BEFORE = re.compile(r"(?:pmid|pubmed(?:\s+id)?|medline)\s*[:=]?\s*", re.I)
_PMID = re.compile(r"[1-9][0-9]{0,7}")
_PAIRS = {")": "(", "]": "[", ">": "<", "}": "{"}
_SAFE = "/:;.,()_-!~*'@=+$&"


def tidy_doi(text: str) -> str:
    """Return the DOI of what was typed or pasted, in small letters: "https://doi.org/10.1000/182" gives "10.1000/182".

    Capitals and small letters are the same in a DOI (DOI Handbook, 2.4: case insensitivity). What is no DOI comes back
    as it is, without the spaces around it.
    """
    text = " ".join(text.replace("\x00", "").split())
    rest = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    is_address = bool(re.match(r"(?:dx\.)?doi\.org/", rest, re.I))
    if before := _DOI_BEFORE.match(rest):
        rest = rest[before.end() :]
    if is_address:
        rest = unquote(re.split("[?#]", rest, maxsplit=1)[0])
    found = (each.lower() for each in (_without_the_sentence(rest), rest) if is_doi(each))
    return next(found, text)


def _without_the_sentence(text: str) -> str:
    """Return the text without what a list of references puts after a DOI: a full stop, a bracket opened before it."""
    while text:
        last = text[-1]
        if last in ".,;:\"'”’" or (last in _PAIRS and text.count(last) > text.count(_PAIRS[last])):
            text = text[:-1]
        else:
            break
    return text


def is_doi(text: str) -> bool:
    """Return whether the text has a DOI's form: directory 10, registrant, slash, suffix.

    After the DOI Handbook, 2.2 (syntax, ISO 26324); four to nine digits for the registrant after Crossref's advice on
    matching DOIs. Whether such a work exists is not asked.
    """
    return _DOI.fullmatch(text) is not None


def doi_address(doi: str) -> str:
    """Return the address that leads to the work, "" for what has not a DOI's form.

    Other characters than letters, digits and plain marks are encoded, as the DOI Handbook, 2.5.2.4 asks.
    """
    return f"https://doi.org/{quote(doi, safe=_SAFE)}" if is_doi(doi) else ""


def tidy_pmid(text: str) -> str:
    """Return the PMID of what was typed or pasted: "PMID: 123", or an address of PubMed, gives "123".

    What is none comes back as it is, without the spaces around it.
    """
    text = " ".join(text.replace("\x00", "").split())
    rest = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    if address := _PUBMED.match(rest):
        rest = re.split(r"[/?#]", rest[address.end() :], maxsplit=1)[0]
    elif before := _PMID_BEFORE.match(rest):
        rest = rest[before.end() :]
    rest = rest.rstrip(".,; ")
    if rest.isascii() and rest.isdecimal():
        rest = rest.lstrip("0")
    return rest if is_pmid(rest) else text


def is_pmid(text: str) -> bool:
    """Return whether the text has a PMID's form: one to eight digits, the first no zero.

    After the National Library of Medicine's description of the field PMID in MEDLINE/PubMed data.
    """
    return _PMID.fullmatch(text) is not None


def pmid_address(pmid: str) -> str:
    """Return the work's address in PubMed, "" for what has not a PMID's form."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if is_pmid(pmid) else ""
