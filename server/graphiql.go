package server

import "net/http"

func graphiql() http.Handler { return http.NotFoundHandler() }
