"""The prose of the paper: its words are in a list that people read, and its results are printed by name, not typed."""

import re
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "paper"
SOURCES = [*sorted(PAPER.glob("sections/*.tex")), *sorted(PAPER.glob("appendix/*.tex"))]

_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "H": "\u030b", "c": "\u0327", ".": "\u0307"}
_DISPLAYS = r"equation|align|alignat|gather|multline|eqnarray"
_SILENT = (  # commands whose arguments are not prose
    r"ref|eqref|label|citep?|citet|citeyear|citeauthor|input|proofin|result|begin|end|includegraphics|vspace|hspace|setlength"
    r"|filename|texttt|url|path|hypertarget|hyperlink|codelink|captionlinks|addlinespace|cmidrule"
)
_ARGUMENT = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"


def prose(text: str, mathematics: str = " \N{OBJECT REPLACEMENT CHARACTER} ") -> str:
    r"""Return the words of a source; mathematics, where it is not kept, leaves a mark.

    >>> prose(r"\emph{Each} delta of \citet{x} costs $O(n)$. % why").split()
    ['Each', 'delta', 'of', 'costs', '\ufffc', '.']
    """
    text = re.sub(r"(?<!\\)%.*", "", text)
    text = re.sub(r"\\\[.*?\\\]", mathematics, text, flags=re.DOTALL)
    text = re.sub(rf"\\begin\{{({_DISPLAYS})(\*?)\}}.*?\\end\{{\1\2\}}", mathematics, text, flags=re.DOTALL)
    text = re.sub(r"\\begin\{(tabular|tabularx|longtable)\}(\[\w\])?" + _ARGUMENT, " ", text)
    if mathematics:
        text = re.sub(r"(?<!\\)\$(?:[^$\\]|\\.)*\$", mathematics, text, flags=re.DOTALL)
    text = re.sub(r"\\generated(table|figure)(\[[^\]]*\])?" + _ARGUMENT, " ", text)
    text = re.sub(r"\\begin\{(?:table|figure)\}\[\w+\]", " ", text)
    text = re.sub(rf"\\(?:renewcommand|setlength|addtolength|setcounter){_ARGUMENT}{_ARGUMENT}", " ", text)
    text = re.sub(rf"\\(?:{_SILENT})\*?(?![A-Za-z])(\[[^\]]*\])?(?:{_ARGUMENT})?", " ", text)
    text = re.sub(r"\\([`'^\".]|[Hc](?![A-Za-z]))\s*\{?(\w)\}?", lambda accent: accent[2] + _ACCENTS[accent[1]], text)
    text = text.replace(r"\l", "ł") if not mathematics else text
    text = re.sub(r"\\[A-Za-z]+\*?|[{}~]", " ", text) if mathematics else text
    return unicodedata.normalize("NFC", text)


def words(text: str) -> set[str]:
    """Return the words of prose, without possessive endings; parts of a compound count one by one."""
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", prose(text).replace("’", "'"))
    return {re.sub(r"'s?$", "", word) for word in found if len(word) > 1}


def _listed(name):
    lines = (PAPER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def test_the_list_of_words_is_sorted():
    listed = _listed("words.txt")
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))


def test_every_word_is_listed():
    """To add a word: read it once more, then put it in paper/words.txt."""
    listed = set(_listed("words.txt"))
    unknown = {}
    for path in SOURCES:
        for word in words(path.read_text(encoding="utf-8")):
            if word not in listed and not (word[0].isupper() and word.lower() in listed):
                unknown.setdefault(word, path.stem)
    assert unknown == {}, "misspelled, or not in paper/words.txt"


def test_a_misspelled_word_is_found():
    assert words(r"The \emph{gradeint} of back-propagation, Schr\"oder's $\alpha$ % nosuchword") == {
        "The",
        "gradeint",
        "of",
        "back",
        "propagation",
        "Schröder",
    }


#: A statement, its proof and an example are exact mathematics: what they say is proved, not computed by a run.
_EXACT = r"theorem|proposition|corollary|lemma|definition|example|remark|proof"
_SET = r"(?:=|\\in\b|\\mapsto|\\to\b)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNTED = (
    r"cases?|instances?|samples?|networks?|certificates?|rows?|runs?|seeds?|maps?|points?|trials?|draws?|times|digits|matrices"
    r"|seconds?|minutes?|ms|s|GB|GiB|MB|operations?|multiplications?|terms|monomials|pieces|functions|tests"
)
_TYPED = re.compile(
    rf"""
    (?P<decimal>   (?<![\w.^]) \d+ \. \d+ (?! \w | \.\d ) )
  | (?P<percent>   (?<![\w.])  \d+ \s* \\?,? \\?% )
  | (?P<grouped>   (?<![\w.])  \d{{1,3}} (?: (?:,|\\,|\{{,\}}) \d{{3}} )+ (?!\w) )
  | (?P<large>     (?<![\w.^{{]) (?!{_YEAR}\b) \d{{4,}} (?! \w | \.\d ) )
  | (?P<magnitude> 10 \^ (?: \{{ -? \d+ \}} | \d ) )
  | (?P<counted>   (?<![\w.^,]) \d{{2,}} \s* \$? [\s~]+ (?:[a-z]+[\s~]+)? (?:{_COUNTED})\b )
    """,
    re.VERBOSE,
)


def typed(text: str) -> list[str]:
    r"""Return the numbers in prose that look like results: decimals, per cent, large integers, powers of ten, counts.

    A formula that sets a symbol to a value, as ``$h = 0.1$``, is a parameter; so is each number of ``$q \in \{1.5, 2\}$``.

    >>> typed("It takes $1\\,234$ cases; errors stay below 0.3, or 12 \\% in 2017, at $\\sigma = 0.5$ and depth $2^{10}$.")
    ['1\\,234', '0.3', '12 %']
    """
    text = re.sub(rf"\\begin\{{({_EXACT})\}}.*?\\end\{{\1\}}", " ", text, flags=re.DOTALL)
    text = prose(text.replace(r"\%", " PERCENT "), mathematics="").replace(" PERCENT ", " %")
    text = re.sub(r"\$([^$]*)\$", lambda formula: _without_parameters(formula[1]), text)
    return [re.sub(r"\s+", " ", found[0]) for found in _TYPED.finditer(text)]


def _without_parameters(formula):
    r"""Return a formula without the numbers that a symbol on the left is set to: what it says then is a choice, no result."""
    symbol = re.match(rf"[^=<>]*[A-Za-z][^=<>]*?{_SET}", formula)
    return " " if symbol else f" {formula} "


def test_results_are_printed_by_name():
    r"""A number of a result is ``\result{key}``; one that is no result stands in paper/typed-numbers.txt with its reason."""
    found = {(path.stem, number) for path in SOURCES for number in typed(path.read_text(encoding="utf-8"))}
    entries = [re.fullmatch(r"([\w-]+) (.+?): (\S.*)", line) for line in _listed("typed-numbers.txt")]
    assert all(entries), "an entry is: section number: reason"
    allowed = {(entry[1], entry[2]) for entry in entries}
    assert found - allowed == set(), (
        r"print it with \result{...}, or say in paper/typed-numbers.txt why it is no result"
    )
    assert allowed - found == set(), "no longer in the paper"


def test_typed_results_are_found_and_other_numbers_are_not():
    assert typed("The errors are below 0.3.") == ["0.3"]
    assert typed(r"All $1{,}234$ cases, in 1,234 cases, 86400 instances") == ["1{,}234", "1,234", "86400"]
    assert typed(r"It errs by $3.4 \cdot 10^{-5}$ in 95 \% of 37 maps") == ["3.4", "10^{-5}", "95 %", "37 maps"]
    assert typed(r"an error $\le 0.3$, bound over error $\approx 17.2$") == ["0.3", "17.2"]
    assert (
        typed(r"In 1986, at $h = 0.1$ and $q \in \{1.5, 2\}$, $x^{10}$ has $2^{64}$ terms (Theorem~\ref{thm:a-2.5}).")
        == []
    )
    assert (
        typed(r"\begin{example}[Ten] $1.25 + 0.5 = 1.75$\end{example} $\result{a-1000}$ \citep[22.14.17]{b1999}") == []
    )
