"""followthrough: the promises people make to each other, remembered calmly."""
