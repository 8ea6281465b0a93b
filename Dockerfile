# Meguri in a container. Data lives in /var/lib/meguri; see docs/operator.md.
FROM node:22-slim AS client
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY src/meguri/web src/meguri/web
RUN npm run build

FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/meguri
COPY requirements/app.txt requirements/app.txt
RUN /opt/meguri/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r requirements/app.txt
COPY pyproject.toml LICENSE NOTICE ./
COPY tools/messages.py tools/messages.py
COPY src src
COPY --from=client /src/src/meguri/web/static/built src/meguri/web/static/built
COPY --from=client /src/src/meguri/web/paper_built src/meguri/web/paper_built
RUN /opt/meguri/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && /opt/meguri/bin/python tools/messages.py compile

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/meguri meguri
COPY --from=build /opt/meguri /opt/meguri
COPY --from=build /src /src
ENV PATH=/opt/meguri/bin:$PATH MEGURI_VAR=/var/lib/meguri PYTHONUNBUFFERED=1
USER meguri
WORKDIR /var/lib/meguri
VOLUME /var/lib/meguri
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"
CMD ["sh", "-c", "meguri migrate && exec meguri serve --host 0.0.0.0"]
