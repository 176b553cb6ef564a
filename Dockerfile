# Orderly with everything it needs, PostgreSQL too. Built and run:
#   docker build -t orderly .
#   docker run -p 127.0.0.1:8080:8080 -v orderly:/var/lib/orderly -e ORDERLY_ADMIN_PASSWORD=… orderly
# With a database of your own: -e ORDERLY_DATABASE_URL=postgres://user:password@host/database; compose.yaml has both.

FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --no-audit --no-fund && npm run build
# What runs is what was compiled, and the packages of the server: not those that build, test, or are in the pages of the console.
RUN npm ci --no-audit --no-fund --omit=dev --workspaces=false \
  && mkdir /orderly && cp -r package.json LICENSE bin dist node_modules /orderly/ \
  && if [ -d console/dist ]; then mkdir /orderly/console && cp -r console/dist /orderly/console/; fi

FROM node:20-bookworm-slim
COPY --from=build /orderly /opt/orderly
RUN ln -s /opt/orderly/bin/orderly.mjs /usr/local/bin/orderly && install -d -o node -g node -m 700 /var/lib/orderly
# No demo country: within a container the server listens to the network. Choose the first password of admin, ORDERLY_ADMIN_PASSWORD.
ENV NODE_ENV=production ORDERLY_HOST=0.0.0.0 ORDERLY_HOME=/var/lib/orderly ORDERLY_DEMO=off
USER node
WORKDIR /opt/orderly
VOLUME /var/lib/orderly
EXPOSE 8080
HEALTHCHECK --start-period=60s --interval=15s --timeout=5s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.ORDERLY_PORT || 8080) + (process.env.ORDERLY_CONTEXT_PATH || '') + '/api/ping').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["orderly"]
CMD ["serve"]
