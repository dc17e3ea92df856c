# klaviyo-mcp over HTTP: Debian's C libraries, Node 22 and what `npm pack` has, and no shell. docs/image.md says how to run it.
#
#   docker build --tag klaviyo-mcp .
#   docker buildx build --platform linux/amd64,linux/arm64 --tag klaviyo-mcp .

FROM node:22-bookworm-slim AS made
WORKDIR /src
COPY . .
RUN apt-get update && npm ci && npm run image -- /made

FROM scratch
COPY --from=made /made /
USER 65532:65532
WORKDIR /app
EXPOSE 3333 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/local/bin/node", "--eval", "fetch('http://127.0.0.1:3333/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "/app/dist/cli.js"]
CMD ["http", "--host", "0.0.0.0", "--port", "3333"]
