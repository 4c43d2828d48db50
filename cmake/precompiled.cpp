// An object library needs a file; the header is its purpose.
