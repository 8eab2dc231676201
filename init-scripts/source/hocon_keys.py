# What none of our settings can be spelt without.
WORDS = re.compile(r"authenticate|crypto|sasl|ssl|encryption", re.I)
TOKEN = re.compile(
    r'(?P<newline>\n)|(?P<space>[^\S\n\ufeff]+|\ufeff|(?:\#|//)[^\n]*)|"""(?P<triple>.*?)"""(?!")|"(?P<quoted>(?:[^"\\\n]|\\.)*)"'
    r'|(?P<substitution>\$\{[^}]*\})|(?P<mark>\+=|[{}\[\],:=])|(?P<plain>(?:(?!//)[^\s\ufeff"{}\[\],:=\#+$])+|[+$])',
    re.S,
)


# Where a substitution could bring in settings of ours, as an object.
ANCESTORS = ("driver", "spark", "spark.network", "spark.io", "spark.ssl")


class NotUnderstood(Exception):
    """Where a file is no HOCON, or holds what cannot be followed from here."""


def unescaped(text):
    simple = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else simple.get(m[2], m[2]), text, flags=re.S)


class HoconKeys:
    """Reads the keys of a HOCON text with the paths that they stand under: sections, objects and dots make one name."""

    def __init__(self, text):
        self.text, self.at, self.found = text, 0, []
        self.advance()
        while self.skip_newlines() != "end":
            if self.kind == "[":
                self.array([])  # the head of a section: [driver]
            else:
                self.object([], "}" if self.kind == "{" else "end")

    def advance(self):
        while self.at < len(self.text):
            match = TOKEN.match(self.text, self.at)
            if not match:
                raise NotUnderstood
            self.at = match.end()
            kind, value = match.lastgroup, match[match.lastgroup]
            if kind == "space":
                continue
            self.value = unescaped(value) if kind == "quoted" else value
            self.kind = value if kind == "mark" else "text" if kind in ("quoted", "triple", "plain") else kind
            if kind == "plain" and value == "include":
                self.kind = "include"
            return
        self.kind, self.value = "end", ""

    def skip_newlines(self):
        while self.kind == "newline":
            self.advance()
        return self.kind

    def object(self, path, end):
        if end == "}":
            self.advance()
        while True:
            while self.kind in ("newline", ","):
                self.advance()
            if self.kind == end:
                if end == "}":
                    self.advance()
                return
            key, is_include = "", self.kind == "include"
            if is_include:
                key = self.value
                self.advance()
                if self.kind == "text":
                    raise NotUnderstood("includes another file, which is not followed")
            while self.kind in ("text", "include"):
                key += self.value
                self.advance()
            # White space is no part of a name that Spark knows.
            here = [*path, re.sub(r"\s+", "", key)]
            self.skip_newlines()
            if self.kind in ("=", ":", "+="):
                self.advance()
                self.skip_newlines()
            elif self.kind != "{":
                raise NotUnderstood
            name = re.sub(r"^driver\.(?=.)", "", ".".join(here))
            self.found.append((name, self.values(here, name)))

    def values(self, path, name=None):
        """Reads a value, which may be several beside each other, and returns its text."""
        seen = []
        while self.kind not in ("newline", ",", "}", "]", "end"):
            if self.kind == "{":
                self.object(path, "}")
            elif self.kind == "[":
                seen.append(self.array(path))
            else:
                if self.kind == "substitution" and name and (name in ANCESTORS or CARRIERS.match(name)):
                    raise NotUnderstood(f"takes {name} from {self.value}, which is not followed")
                seen.append(self.value)
                self.advance()
        return " ".join(seen)

    def array(self, path):
        self.advance()
        seen = []
        while True:
            while self.kind in ("newline", ","):
                self.advance()
            if self.kind == "]":
                self.advance()
                return " ".join(seen)
            if self.kind in ("end", "}"):
                raise NotUnderstood
            seen.append(self.values(path))


def own_setting_in(text):
    """What of ours a file of the driver's folder sets, in words, or None. What is not understood and could be ours counts as ours."""
    try:
        for name, value in HoconKeys(text).found:
            name = name[max(name.find("spark."), 0) :]
            if is_own(name):
                return f"sets {name}"
            carried = own_options(value)
            if CARRIERS.match(name) and carried:
                return f"sets {carried} in {name}"
        return None
    except (NotUnderstood, RecursionError) as error:
        if isinstance(error, NotUnderstood) and str(error):
            return str(error)
        plain = unescaped(text).replace('"', "")
        # In lines of names and values a name stands whole; in an object it may stand in pieces.
        word = WORDS.search(plain) if "{" in plain else next((name for name in re.findall(r"spark[\w.]+", plain) if is_own(name)), None)
        return f"cannot be understood, and names '{word if isinstance(word, str) else word[0]}'" if word else None
