-- A geometry as the GeoJSON object that it is here. Beside a DHIS2 there is a second of the name, for what PostGIS has in its columns.
create function orderly.geo_json(geometry jsonb) returns jsonb language sql immutable parallel safe as 'select geometry';
