# One image for the web, the workers and the one-off commands; docker-compose.yml says which does what.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/scaffale
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY . ./
ENV SCAFFALE_VAR=/var/lib/scaffale SCAFFALE_STATIC=/srv/static
# Translations, icons, towns and styles belong to the image. These commands read settings but neither database nor
# secrets: the values are placeholders of this one step.
RUN export SCAFFALE_KEYS=used-only-while-the-image-is-built-and-then-forgotten \
        DATABASE_URL=postgres://none@none/none \
    && python manage.py compile_catalogues \
    && python manage.py cut_icons \
    && python manage.py cut_towns \
    && python manage.py collectstatic --noinput --verbosity 0

RUN useradd --system --home-dir /var/lib/scaffale --create-home scaffale
USER scaffale
VOLUME /var/lib/scaffale
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--backpressure", "64", "--respawn-failed-workers", "welfare.wsgi:application"]
