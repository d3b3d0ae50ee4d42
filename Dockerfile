FROM node:20 AS console
WORKDIR /src/console
COPY console/package.json console/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --silent
COPY console .
RUN npm run --silent build

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=console /src/console/dist/site console/dist/site
RUN CGO_ENABLED=0 go build -trimpath -pgo=server/release.pgo -tags timetzdata -o /baodan . && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /baodan /baodan
COPY --from=build /data /data
ENTRYPOINT ["/baodan"]
