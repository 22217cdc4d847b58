"""What a folder, a DICOMDIR or an archive holds, looked at one by one, the measurable first."""

from kneeview.imaging.collection.entry import Entry, EntryKind, Worth
from kneeview.imaging.collection.searching import CollectionError, Tally, Tell, collected, is_collection
from kneeview.imaging.collection.thumbnail import TooLargeError, thumbnail

__all__ = [
    "CollectionError",
    "Entry",
    "EntryKind",
    "Tally",
    "Tell",
    "TooLargeError",
    "Worth",
    "collected",
    "is_collection",
    "thumbnail",
]
