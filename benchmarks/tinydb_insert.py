"""One insert with the storage that TinyDB brings: the file that is named, the document that is given as JSON."""

import json
import sys

from tinydb import TinyDB

if __name__ == "__main__":
    TinyDB(sys.argv[1]).insert(json.loads(sys.argv[2]))
