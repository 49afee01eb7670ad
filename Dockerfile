# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/tocsin && /opt/tocsin/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY monitor monitor
COPY migrations migrations
COPY config config
RUN /opt/tocsin/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
# The state (database, keys) is in /var/lib/tocsin, the settings in /etc/tocsin; nothing else is written.
RUN useradd --system --uid 10001 --home-dir /var/lib/tocsin --create-home tocsin && mkdir /etc/tocsin
COPY --from=build /opt/tocsin /opt/tocsin
ENV PATH=/opt/tocsin/bin:$PATH TOCSIN_CONFIG=/etc/tocsin CACHE_DIRECTORY=/var/cache/tocsin PYTHONUNBUFFERED=1
# Word frequencies take seconds to work out: once here, for whoever the container runs as, also where nothing can be written.
RUN python -c 'from monitor.language.once import languages; from monitor.language.load import LANGUAGES; \
[languages().share("", script) for script in LANGUAGES]' \
    && chown -R tocsin $CACHE_DIRECTORY && chmod -R a+rX $CACHE_DIRECTORY
USER tocsin
WORKDIR /var/lib/tocsin
VOLUME ["/var/lib/tocsin"]
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["tocsin", "health"]
ENTRYPOINT ["tocsin"]
CMD ["run"]
