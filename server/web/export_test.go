package web

// ReadBody reads the body of a request.
var ReadBody = readBody
