// Packages of JavaScript tools that hold Go are no part of Baodan: this module keeps them out of ./...
module schematools

go 1.26
