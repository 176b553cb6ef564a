-- Stands in for PostGIS where that is not installed: a type of its name, GeoJSON inside, and the functions that read and write it.
create domain geometry as text check (value is json object);
create function st_asgeojson(geometry, digits integer default 9) returns text language sql immutable strict as $$ select $1::text $$;
create function st_geomfromgeojson(text) returns geometry language sql immutable strict as $$ select $1::geometry $$;
create function st_srid(geometry) returns integer language sql immutable strict as $$
  select coalesce(substring($1::json #>> '{crs,properties,name}' from '[0-9]+$')::integer, 4326)
$$;
