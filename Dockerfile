FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# The image has Node, and PostgreSQL is elsewhere: without install scripts and optional packages
# neither comes a second time. The database client, made after an install, is made here instead.
COPY package.json package-lock.json prisma.config.ts ./
COPY prisma ./prisma
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
  && npm run postinstall \
  && npm cache clean --force

COPY . .

# Where docker compose keeps the secrets that it makes: its volume takes over owner and rights.
RUN install -d -m 700 -o node -g node /secrets

USER node
ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000

# A worker has no address: switch this off there.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "src/server.ts"]
