-- [standalone]
-- What favourites and dashboards consist of beyond the tables of 0015.

create table visualization_columns (
  visualizationid bigint not null references visualization (visualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table visualization_rows (
  visualizationid bigint not null references visualization (visualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table visualization_filters (
  visualizationid bigint not null references visualization (visualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table visualization_orgunitlevels (
  visualizationid bigint not null references visualization (visualizationid),
  orgunitlevel integer,
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table visualization_itemorgunitgroups (
  visualizationid bigint not null references visualization (visualizationid),
  orgunitgroupid bigint not null references orgunitgroup (orgunitgroupid),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table visualization_datadimensionitems (
  visualizationid bigint not null references visualization (visualizationid),
  datadimensionitemid integer not null references datadimensionitem (datadimensionitemid),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table eventvisualization_columns (
  eventvisualizationid bigint not null references eventvisualization (eventvisualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (eventvisualizationid, sort_order)
);
create table eventvisualization_rows (
  eventvisualizationid bigint not null references eventvisualization (eventvisualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (eventvisualizationid, sort_order)
);
create table eventvisualization_filters (
  eventvisualizationid bigint not null references eventvisualization (eventvisualizationid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (eventvisualizationid, sort_order)
);
create table eventvisualization_orgunitlevels (
  eventvisualizationid bigint not null references eventvisualization (eventvisualizationid),
  orgunitlevel integer,
  sort_order integer not null,
  primary key (eventvisualizationid, sort_order)
);
create table eventvisualization_itemorgunitgroups (
  eventvisualizationid bigint not null references eventvisualization (eventvisualizationid),
  orgunitgroupid bigint not null references orgunitgroup (orgunitgroupid),
  sort_order integer not null,
  primary key (eventvisualizationid, sort_order)
);
create table mapview_columns (
  mapviewid bigint not null references mapview (mapviewid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table mapview_rows (
  mapviewid bigint not null references mapview (mapviewid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table mapview_filters (
  mapviewid bigint not null references mapview (mapviewid),
  dimension varchar(255),
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table mapview_orgunitlevels (
  mapviewid bigint not null references mapview (mapviewid),
  orgunitlevel integer,
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table mapview_itemorgunitgroups (
  mapviewid bigint not null references mapview (mapviewid),
  orgunitgroupid bigint not null references orgunitgroup (orgunitgroupid),
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table mapview_datadimensionitems (
  mapviewid bigint not null references mapview (mapviewid),
  datadimensionitemid integer not null references datadimensionitem (datadimensionitemid),
  sort_order integer not null,
  primary key (mapviewid, sort_order)
);
create table visualization_yearlyseries (
  visualizationid bigint not null references visualization (visualizationid),
  yearlyseries varchar(255),
  sort_order integer not null,
  primary key (visualizationid, sort_order)
);
create table mapmapviews (
  mapid bigint not null references map (mapid),
  mapviewid bigint not null references mapview (mapviewid),
  sort_order integer not null,
  primary key (mapid, sort_order)
);
create table dashboarditem_users (
  dashboarditemid bigint not null references dashboarditem (dashboarditemid),
  userid bigint not null references userinfo (userinfoid),
  sort_order integer not null,
  primary key (dashboarditemid, sort_order)
);
create table dashboarditem_reports (
  dashboarditemid bigint not null references dashboarditem (dashboarditemid),
  reportid bigint not null references report (reportid),
  sort_order integer not null,
  primary key (dashboarditemid, sort_order)
);
create table dashboarditem_resources (
  dashboarditemid bigint not null references dashboarditem (dashboarditemid),
  resourceid bigint not null references document (documentid),
  sort_order integer not null,
  primary key (dashboarditemid, sort_order)
);
create table aggregatedataexchange (
  aggregatedataexchangeid bigint not null,
  uid varchar(11) not null,
  code varchar(50),
  created timestamp not null,
  lastupdated timestamp not null,
  lastupdatedby bigint references userinfo (userinfoid),
  userid bigint references userinfo (userinfoid),
  name varchar(230) not null,
  translations jsonb default '[]',
  sharing jsonb default '{}',
  attributevalues jsonb default '{}',
  source jsonb not null,
  target jsonb not null,
  primary key (aggregatedataexchangeid),
  unique (uid),
  unique (code),
  unique (name)
);
-- [/standalone]
