"""Files that change many rows at once: kept, checked by a worker, shown, confirmed, written."""
