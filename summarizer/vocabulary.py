"""`summarizer terms`: the vocabulary of a user's own posts that our dictionaries lack."""

from __future__ import annotations

import sys
from pathlib import Path

from summarizer.catalogue import Catalogue
from summarizer.errors import InputError, OutputError
from summarizer.settings import Settings
from summarizer.sources import sources
from summarizer.stages.clean import clean
from summarizer.stages.read import read
from summarizer.text import terms, words
from summarizer.wording import say


def find_terms(folder: str, limit: int, to: Path | None, settings: Settings) -> int:
    """Print names and terms of the posts that neither jieba's dictionary nor the catalogue has; write them as a
    jieba user dictionary where asked."""
    texts = []
    for source in sources((folder,), settings.max_bytes):
        try:
            data, media = source.load()
            texts += [clean(post).text for post in read(data, source.path, media, settings.max_bytes)]
        except InputError as unreadable:
            print(unreadable, file=sys.stderr)
    catalogue = Catalogue.load(settings.catalogue)

    def is_known(term: str) -> bool:
        return bool(words.is_known(term) or catalogue.named(term) or catalogue.organisation(term))

    found = terms.discover(texts, is_known, limit)
    if to:
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(terms.user_dictionary(found), encoding="utf-8")
        except OSError as error:
            raise OutputError(
                say(f"写不了 {to}：{error.strerror}。", f"Cannot write {to}: {error.strerror}.")
            ) from error
    for term in found:
        print(f"{term.text}\t{term.count}\t{term.posts}\t{term.score:.2f}")
    return 0
