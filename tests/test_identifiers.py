"""DOI and PMID: the forms in which they are typed and pasted, what is none, and the addresses they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.identifiers import doi_address, is_doi, is_pmid, pmid_address, tidy_doi, tidy_pmid

DOIS = {
    "10.1000/182": "10.1000/182",
    " 10.1000/182 ": "10.1000/182",
    "10.1000/ABC.Def": "10.1000/abc.def",
    "doi:10.1000/182": "10.1000/182",
    "DOI: 10.1000/182.": "10.1000/182",
    "doi 10.1000/182,": "10.1000/182",
    "info:doi/10.1000/182": "10.1000/182",
    "https://doi.org/10.1000/182": "10.1000/182",
    "http://dx.doi.org/10.1000/182": "10.1000/182",
    "HTTPS://DOI.ORG/10.1000/182": "10.1000/182",
    "https://www.doi.org/10.1000/182": "10.1000/182",
    "doi.org/10.1000/182": "10.1000/182",
    "https://doi.org/doi:10.1000/182": "10.1000/182",
    "https://doi.org/10.1000/182?utm_source=x": "10.1000/182",
    "https://doi.org/10.1002/%28SICI%291521-3773": "10.1002/(sici)1521-3773",
    "(10.1000/182)": "(10.1000/182)",  # a bracket before it is no form of it
    "10.1000/182)": "10.1000/182",
    "10.1016/s0140-6736(20)30183-5": "10.1016/s0140-6736(20)30183-5",
    "10.1000.10/123456": "10.1000.10/123456",
    "10.1000/182\x00": "10.1000/182",
}
NO_DOIS = [
    "", "10.1000", "10.1000/\x7f", "10.1000/", "10.12/x", "11.1000/182", "PMC123", "https://example.com/10.1000/182",
    "10.1000/a b", "10.١٢٣٤/x",
]  # fmt: skip
PMIDS = {
    "12345678": "12345678",
    " 1 ": "1",
    "00123": "123",
    "PMID: 123": "123",
    "pmid123.": "123",
    "PubMed 123": "123",
    "PubMed ID: 123": "123",
    "https://pubmed.ncbi.nlm.nih.gov/12345678/": "12345678",
    "https://pubmed.ncbi.nlm.nih.gov/12345678/?term=x": "12345678",
    "http://www.ncbi.nlm.nih.gov/pubmed/123#top": "123",
    "pubmed.ncbi.nlm.nih.gov/123": "123",
}
NO_PMIDS = ["", "0", "123456789", "PMC123", "12a", "-1", "١٢٣", "1" * 400, "https://pubmed.ncbi.nlm.nih.gov/?term=123"]


@pytest.mark.parametrize(("typed", "doi"), DOIS.items())
def test_a_doi_is_tidied(typed, doi):
    assert tidy_doi(typed) == doi


@pytest.mark.parametrize("text", NO_DOIS)
def test_what_is_no_doi_stays_as_it_is(text):
    assert tidy_doi(text) == text
    assert not is_doi(tidy_doi(text))
    assert doi_address(text) == ""


@pytest.mark.parametrize(("typed", "pmid"), PMIDS.items())
def test_a_pmid_is_tidied(typed, pmid):
    assert tidy_pmid(typed) == pmid
    assert is_pmid(pmid)


@pytest.mark.parametrize("text", NO_PMIDS)
def test_what_is_no_pmid_stays_as_it_is(text):
    assert tidy_pmid(text) == text
    assert not is_pmid(text)
    assert pmid_address(text) == ""


def test_addresses():
    assert doi_address("10.1000/182") == "https://doi.org/10.1000/182"
    assert doi_address('10.1000/<a>#"%') == "https://doi.org/10.1000/%3Ca%3E%23%22%25"
    assert pmid_address("123") == "https://pubmed.ncbi.nlm.nih.gov/123/"


@given(
    st.text() | st.from_regex(r"(https?://)?(dx\.)?(doi\.org/|doi:|PMID:? )?10\.[0-9]{4}/[ -~]{1,20}", fullmatch=True)
)
def test_tidying_twice_changes_nothing(text):
    for tidy in (tidy_doi, tidy_pmid):
        assert tidy(tidy(text)) == tidy(text)


@given(st.from_regex(r"10\.[0-9]{4,9}/[!-~]{1,30}", fullmatch=True))
def test_an_address_leads_back_to_its_doi(text):
    doi = tidy_doi(text)
    if is_doi(doi):
        assert tidy_doi(doi_address(doi)) == doi
