-- Geometry columns hold a GeoJSON geometry object or nothing. The first form of the check compared the type alone: a number, a list or an
-- object without a type gave null there, and a check that gives null lets the row pass. Hence "is true", and the positions are asked for too.

alter table organisationunit drop constraint organisationunit_geometry_check;
alter table organisationunit add constraint organisationunit_geometry_check check (
  geometry is null
  or (
    geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
    and jsonb_typeof(geometry -> 'coordinates') = 'array'
  ) is true
  or (
    geometry ->> 'type' = 'GeometryCollection'
    and jsonb_typeof(geometry -> 'geometries') = 'array'
  ) is true
);

alter table orgunitgroup drop constraint orgunitgroup_geometry_check;
alter table orgunitgroup add constraint orgunitgroup_geometry_check check (
  geometry is null
  or (
    geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
    and jsonb_typeof(geometry -> 'coordinates') = 'array'
  ) is true
  or (
    geometry ->> 'type' = 'GeometryCollection'
    and jsonb_typeof(geometry -> 'geometries') = 'array'
  ) is true
);

alter table trackedentity drop constraint trackedentity_geometry_check;
alter table trackedentity add constraint trackedentity_geometry_check check (
  geometry is null
  or (
    geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
    and jsonb_typeof(geometry -> 'coordinates') = 'array'
  ) is true
  or (
    geometry ->> 'type' = 'GeometryCollection'
    and jsonb_typeof(geometry -> 'geometries') = 'array'
  ) is true
);

alter table enrollment drop constraint enrollment_geometry_check;
alter table enrollment add constraint enrollment_geometry_check check (
  geometry is null
  or (
    geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
    and jsonb_typeof(geometry -> 'coordinates') = 'array'
  ) is true
  or (
    geometry ->> 'type' = 'GeometryCollection'
    and jsonb_typeof(geometry -> 'geometries') = 'array'
  ) is true
);

alter table event drop constraint event_geometry_check;
alter table event add constraint event_geometry_check check (
  geometry is null
  or (
    geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
    and jsonb_typeof(geometry -> 'coordinates') = 'array'
  ) is true
  or (
    geometry ->> 'type' = 'GeometryCollection'
    and jsonb_typeof(geometry -> 'geometries') = 'array'
  ) is true
);
