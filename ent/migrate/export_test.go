package migrate

// Lock is for tests: it holds the lock as another process would.
var Lock = lock
