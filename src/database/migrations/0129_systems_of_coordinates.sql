-- The system of coordinates that a geometry names; null for the usual one, which GeoJSON leaves out. Beside a DHIS2 there is a second of the name, for what PostGIS has in its columns.
create function orderly.system_of(geometry jsonb) returns text language sql immutable parallel safe
as $$ select geometry #>> '{crs,properties,name}' $$;
