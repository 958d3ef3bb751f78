"""What functions remember of earlier calls: forgotten before a test, or a change of the code would not be seen."""

import functools
import gc

_CACHED = functools._lru_cache_wrapper


def forget() -> None:
    """Empty every cache of the project."""
    for cached in _caches():
        cached.cache_clear()


@functools.cache
def _caches() -> "list[functools._lru_cache_wrapper[object]]":
    functions = (each for each in gc.get_objects() if isinstance(each, _CACHED))
    return [each for each in functions if str(getattr(each, "__module__", "")).startswith("followthrough.")]
