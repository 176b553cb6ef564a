/** What the server takes, made of its OpenAPI document by `npm run api-types`. */
// f3a8a27ac338e87b70ead3331923e9275d4ebe6895cbc6e1f0394d4dc80af3a0
export interface paths {
  "/api/aggregateDataExchanges": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/exchange": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/sourceData": {
    get: { parameters: { query?: { outputIdScheme?: string; }; path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/sourceDataValueSets": {
    get: { parameters: { query?: { outputIdScheme?: string; }; path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/aggregateDataExchanges/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/aggregateOrganizations": {
    get: { };
  };
  "/api/aggregateOrganizations/{id}": {
    get: { parameters: { path: { id: string; }; }; };
    put: { parameters: { path: { id: string; }; }; };
    delete: { parameters: { path: { id: string; }; }; };
  };
  "/api/aggregates": {
    get: { parameters: { query?: { days?: number; }; }; };
  };
  "/api/aggregates/{id}": {
    delete: { parameters: { path: { id: string; }; }; };
  };
  "/api/aggregates/{id}/block": {
    post: { parameters: { path: { id: string; }; }; };
  };
  "/api/aggregates/{id}/unblock": {
    post: { parameters: { path: { id: string; }; }; };
  };
  "/api/aggregates/batch": {
    post: { parameters: { query?: { cube?: "DATA_VALUE"; isFullBuild?: boolean; organization?: string; }; }; };
  };
  "/api/aggregates/maintenance": {
    post: { parameters: { query?: { organization?: string; }; }; };
  };
  "/api/analytics": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics.html": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics.html+css": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics.jrxml": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics/dataValueSet": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics/debug/sql": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics/enrollments/aggregate/{program}": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/aggregate/{program}.html": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/aggregate/{program}.html+css": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/aggregate/{program}.jrxml": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/aggregate/{program}/explain": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/aggregate/dimensions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; programId?: string; programStageId?: string; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/analytics/enrollments/query/{program}": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/query/{program}.html": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/query/{program}.html+css": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/query/{program}.jrxml": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/query/{program}/explain": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/enrollments/query/dimensions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; programId?: string; programStageId?: string; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/analytics/events/aggregate/{program}": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/aggregate/{program}.html": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/aggregate/{program}.html+css": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/aggregate/{program}.jrxml": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/aggregate/{program}/explain": {
    get: { parameters: { query?: { aggregateData?: boolean; aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; bbox?: string[]; collapseDataDimensions?: boolean; columns?: string; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; limit?: number; occurredDate?: string[]; orgUnitField?: string; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; rows?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; sortOrder?: "ASC" | "DESC"; stage?: string; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; value?: string; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/aggregate/dimensions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; programId?: string; programStageId?: string; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/analytics/events/cluster/{program}": {
    get: { parameters: { query?: { bbox?: string[]; clusterSize?: number; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeClusterPoints?: boolean; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/cluster/{program}.html": {
    get: { parameters: { query?: { bbox?: string[]; clusterSize?: number; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeClusterPoints?: boolean; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/cluster/{program}.html+css": {
    get: { parameters: { query?: { bbox?: string[]; clusterSize?: number; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeClusterPoints?: boolean; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/cluster/{program}.jrxml": {
    get: { parameters: { query?: { bbox?: string[]; clusterSize?: number; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeClusterPoints?: boolean; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/count/{program}": {
    get: { parameters: { query?: { bbox?: string[]; clusterSize?: number; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; hierarchyMeta?: boolean; incidentDate?: string[]; includeClusterPoints?: boolean; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/{program}": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/{program}.html": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/{program}.html+css": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/{program}.jrxml": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/{program}/explain": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/events/query/dimensions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; programId?: string; programStageId?: string; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/analytics/explain": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics/outlierDetection": {
    get: { parameters: { query?: { algorithm?: "Z_SCORE" | "MODIFIED_Z_SCORE" | "MOD_Z_SCORE" | "MIN_MAX" | "INVALID_NUMERIC"; dataEndDate?: string; dataStartDate?: string; displayProperty?: "NAME" | "SHORTNAME"; ds?: string[]; dx?: string[]; endDate?: string; headers?: string[]; maxResults?: number; orderBy?: string; ou?: string[]; outputIdScheme?: string; pe?: string[]; relativePeriodDate?: string; relativePeriods?: string[]; skipRounding?: boolean; sortOrder?: "DESC" | "ASC"; startDate?: string; threshold?: number; }; }; };
  };
  "/api/analytics/outlierDetection.html": {
    get: { parameters: { query?: { algorithm?: "Z_SCORE" | "MODIFIED_Z_SCORE" | "MOD_Z_SCORE" | "MIN_MAX" | "INVALID_NUMERIC"; dataEndDate?: string; dataStartDate?: string; displayProperty?: "NAME" | "SHORTNAME"; ds?: string[]; dx?: string[]; endDate?: string; headers?: string[]; maxResults?: number; orderBy?: string; ou?: string[]; outputIdScheme?: string; pe?: string[]; relativePeriodDate?: string; relativePeriods?: string[]; skipRounding?: boolean; sortOrder?: "DESC" | "ASC"; startDate?: string; threshold?: number; }; }; };
  };
  "/api/analytics/outlierDetection.html+css": {
    get: { parameters: { query?: { algorithm?: "Z_SCORE" | "MODIFIED_Z_SCORE" | "MOD_Z_SCORE" | "MIN_MAX" | "INVALID_NUMERIC"; dataEndDate?: string; dataStartDate?: string; displayProperty?: "NAME" | "SHORTNAME"; ds?: string[]; dx?: string[]; endDate?: string; headers?: string[]; maxResults?: number; orderBy?: string; ou?: string[]; outputIdScheme?: string; pe?: string[]; relativePeriodDate?: string; relativePeriods?: string[]; skipRounding?: boolean; sortOrder?: "DESC" | "ASC"; startDate?: string; threshold?: number; }; }; };
  };
  "/api/analytics/outlierDetection.jrxml": {
    get: { parameters: { query?: { algorithm?: "Z_SCORE" | "MODIFIED_Z_SCORE" | "MOD_Z_SCORE" | "MIN_MAX" | "INVALID_NUMERIC"; dataEndDate?: string; dataStartDate?: string; displayProperty?: "NAME" | "SHORTNAME"; ds?: string[]; dx?: string[]; endDate?: string; headers?: string[]; maxResults?: number; orderBy?: string; ou?: string[]; outputIdScheme?: string; pe?: string[]; relativePeriodDate?: string; relativePeriods?: string[]; skipRounding?: boolean; sortOrder?: "DESC" | "ASC"; startDate?: string; threshold?: number; }; }; };
  };
  "/api/analytics/rawData": {
    get: { parameters: { query?: { aggregationType?: "SUM" | "AVERAGE" | "AVERAGE_SUM_ORG_UNIT" | "LAST" | "LAST_AVERAGE_ORG_UNIT" | "LAST_LAST_ORG_UNIT" | "LAST_IN_PERIOD" | "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" | "FIRST" | "FIRST_AVERAGE_ORG_UNIT" | "FIRST_FIRST_ORG_UNIT" | "COUNT" | "STDDEV" | "VARIANCE" | "MIN" | "MAX" | "MIN_SUM_ORG_UNIT" | "MAX_SUM_ORG_UNIT" | "NONE" | "CUSTOM" | "DEFAULT"; approvalLevel?: string; columns?: string; completedOnly?: boolean; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; endDate?: string; filter?: string[]; hideEmptyColumns?: boolean; hideEmptyRows?: boolean; hierarchyMeta?: boolean; ignoreLimit?: boolean; includeMetadataDetails?: boolean; includeNumDen?: boolean; inputIdScheme?: string; measureCriteria?: string; order?: "ASC" | "DESC"; orgUnitField?: string; outputDataElementIdScheme?: string; outputDataItemIdScheme?: string; outputIdScheme?: string; outputOrgUnitIdScheme?: string; preAggregationMeasureCriteria?: string; relativePeriodDate?: string; rows?: string; showHierarchy?: boolean; skipAggregates?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; startDate?: string; tableLayout?: boolean; timeField?: string; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; }; };
  };
  "/api/analytics/tableTypes": {
    get: { };
  };
  "/api/analytics/trackedEntities/query/{program}": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; program?: string; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/trackedEntities/query/{program}.html": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; program?: string; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/trackedEntities/query/{program}.html+css": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; program?: string; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/trackedEntities/query/{program}.jrxml": {
    get: { parameters: { query?: { asc?: string[]; bbox?: string[]; completedDate?: string[]; completedOnly?: boolean; coordinateField?: string; coordinateOuFallback?: boolean; coordinatesOnly?: boolean; created?: string[]; dataIdScheme?: "UID" | "CODE" | "NAME" | "ID"; desc?: string[]; dimension?: string[]; displayProperty?: "NAME" | "SHORTNAME"; dueDate?: string[]; endDate?: string; enrollmentDate?: string[]; enrollmentStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; eventDate?: string[]; eventStatus?: ("ACTIVE" | "COMPLETED" | "SCHEDULE" | "OVERDUE" | "SKIPPED" | "VISITED")[]; fallbackCoordinateField?: string; filter?: string[]; geometryOnly?: boolean; headers?: string[]; hierarchyMeta?: boolean; incidentDate?: string[]; includeMetadataDetails?: boolean; lastUpdated?: string[]; occurredDate?: string[]; orgUnitField?: string; ouMode?: "DESCENDANTS" | "CHILDREN" | "SELECTED"; outputIdScheme?: "UID" | "CODE" | "NAME" | "ID"; outputType?: "EVENT" | "ENROLLMENT" | "TRACKED_ENTITY_INSTANCE"; page?: number; pageSize?: number; paging?: boolean; program?: string; programStatus?: ("ACTIVE" | "COMPLETED" | "CANCELLED")[]; relativePeriodDate?: string; scheduledDate?: string[]; showHierarchy?: boolean; skipData?: boolean; skipMeta?: boolean; skipRounding?: boolean; stage?: string; startDate?: string; timeField?: string; totalPages?: boolean; userOrgUnit?: string; userOrgUnitType?: "DATA_CAPTURE" | "DATA_OUTPUT" | "TEI_SEARCH"; }; path: { program: string; }; }; };
  };
  "/api/analytics/trackedEntities/query/dimensions": {
    get: { parameters: { query: { locale?: string; page?: number; pageSize?: number; paging?: boolean; program?: string; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; trackedEntityType: string; translate?: boolean; }; }; };
  };
  "/api/analyticsTableHooks": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/analyticsTableHooks/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/analyticsTableHooks/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/analyticsTableHooks/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/apiToken": {
    get: { };
    post: { };
  };
  "/api/apiToken/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/apiTokens": {
    get: { };
    post: { };
  };
  "/api/apiTokens/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/appReload": {
    put: { };
    post: { };
  };
  "/api/apps": {
    get: { parameters: { query?: { key?: string; }; }; };
    put: { };
    post: { };
  };
  "/api/apps/{app}": {
    get: { parameters: { path: { app: string; }; }; };
    delete: { parameters: { query?: { deleteAppData?: boolean; }; path: { app: string; }; }; };
  };
  "/api/apps/{app}/{*}": {
    get: { parameters: { path: { "*": string; app: string; }; }; };
  };
  "/api/apps/menu": {
    get: { };
  };
  "/api/attributes": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/attributes/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/attributes/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/attributes/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/attributes/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/attributes/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/attributes/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/attributes/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/attributes/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/attributes/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/attributes/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/audits/dataApproval": {
    get: { parameters: { query?: { aoc?: string[]; dal?: string[]; endDate?: string; ou?: string[]; page?: number; pageSize?: number; paging?: boolean; skipPaging?: boolean; startDate?: string; wf?: string[]; }; }; };
  };
  "/api/audits/dataValue": {
    get: { parameters: { query?: { auditType?: ("CREATE" | "UPDATE" | "DELETE" | "READ" | "SEARCH")[]; cc?: string; co?: string; de?: string[]; ds?: string[]; ou?: string[]; page?: number; pageSize?: number; paging?: boolean; pe?: string[]; skipPaging?: boolean; }; }; };
  };
  "/api/auth/forgotPassword": {
    post: { };
  };
  "/api/auth/invite": {
    post: { };
  };
  "/api/auth/login": {
    post: { };
  };
  "/api/auth/passwordReset": {
    post: { };
  };
  "/api/auth/updatePassword": {
    post: { };
  };
  "/api/authentication/login": {
    post: { };
  };
  "/api/categories": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categories/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categories/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categories/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categories/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categories/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categories/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categories/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categories/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categories/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categories/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/categoryCombos": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categoryCombos/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryCombos/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryCombos/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/categoryOptionCombos": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categoryOptionCombos/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionCombos/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionCombos/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/categoryOptionGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categoryOptionGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/categoryOptionGroupSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptionGroupSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/categoryOptions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/categoryOptions/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptions/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/categoryOptions/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/cluster/leader": {
    get: { };
  };
  "/api/cluster/nodes": {
    get: { };
  };
  "/api/completeDataSetRegistrations": {
    get: { parameters: { query: { attributeOptionComboIdScheme?: string; children?: boolean; created?: string; createdDuration?: string; dataSet: string[]; dataSetIdScheme?: string; endDate?: string; idScheme?: string; limit?: number; orgUnit?: string[]; orgUnitGroup?: string[]; orgUnitIdScheme?: string; period?: string[]; startDate?: string; }; }; };
    post: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; }; };
    delete: { parameters: { query: { cc?: string; cp?: string; ds: string[]; multiOu?: boolean; ou: string; pe: string; }; }; };
  };
  "/api/configuration": {
    get: { };
  };
  "/api/configuration/appHubUrl": {
    get: { };
  };
  "/api/configuration/corsAllowlist": {
    get: { };
    post: { };
  };
  "/api/configuration/corsWhitelist": {
    get: { };
    post: { };
  };
  "/api/configuration/facilityOrgUnitGroupSet": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/facilityOrgUnitLevel": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/feedbackRecipients": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/infrastructuralDataElements": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/infrastructuralIndicators": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/infrastructuralPeriodType": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/offlineOrganisationUnitLevel": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/remoteServerUrl": {
    get: { };
  };
  "/api/configuration/remoteServerUsername": {
    get: { };
  };
  "/api/configuration/selfRegistrationOrgUnit": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/selfRegistrationRole": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/systemId": {
    get: { };
    post: { };
  };
  "/api/configuration/systemReadOnlyMode": {
    get: { };
  };
  "/api/configuration/systemUpdateNotificationRecipients": {
    get: { };
    post: { };
    delete: { };
  };
  "/api/configuration/twoFactorMethods": {
    get: { };
  };
  "/api/constants": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/constants/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/constants/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/constants/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/constants/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/constants/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/constants/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/constants/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/constants/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/constants/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/constants/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dashboards": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dashboards/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dashboards/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dashboards/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dashboards/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dashboards/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dashboards/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dashboards/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dashboards/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dashboards/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dashboards/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataAnalysis/validationRules": {
    post: { };
  };
  "/api/dataApprovalLevels": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataApprovalLevels/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalLevels/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalLevels/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataApprovalWorkflows": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataApprovalWorkflows/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataElementGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataElementGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataElementGroupSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataElementGroupSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroupSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElementGroupSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataElements": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataElements/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElements/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataElements/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataElements/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElements/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataElements/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataElements/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElements/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElements/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataElements/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataEntry/minMaxValues": {
    post: { };
    delete: { parameters: { query?: { co?: string; de?: string; ou?: string; }; }; };
  };
  "/api/dataEntryForms": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataEntryForms/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataEntryForms/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataEntryForms/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataIntegrity": {
    get: { parameters: { query?: { checks?: string[]; programmatic?: boolean; section?: string; slow?: boolean; strict?: boolean; }; }; };
    post: { parameters: { query?: { checks?: string[]; strict?: boolean; }; }; };
  };
  "/api/dataIntegrity/{check}/details": {
    get: { parameters: { query?: { checks?: string[]; strict?: boolean; timeout?: number; }; path: { check: string; }; }; };
  };
  "/api/dataIntegrity/{check}/history": {
    get: { parameters: { query?: { strict?: boolean; }; path: { check: string; }; }; };
  };
  "/api/dataIntegrity/{check}/summary": {
    get: { parameters: { query?: { checks?: string[]; strict?: boolean; timeout?: number; }; path: { check: string; }; }; };
  };
  "/api/dataIntegrity/details": {
    get: { parameters: { query?: { checks?: string[]; strict?: boolean; timeout?: number; }; }; };
    post: { parameters: { query?: { checks?: string[]; strict?: boolean; }; }; };
  };
  "/api/dataIntegrity/details/completed": {
    get: { };
  };
  "/api/dataIntegrity/details/running": {
    get: { };
  };
  "/api/dataIntegrity/metrics": {
    get: { };
  };
  "/api/dataIntegrity/summary": {
    get: { parameters: { query?: { checks?: string[]; strict?: boolean; timeout?: number; }; }; };
    post: { parameters: { query?: { checks?: string[]; strict?: boolean; }; }; };
  };
  "/api/dataIntegrity/summary/completed": {
    get: { };
  };
  "/api/dataIntegrity/summary/running": {
    get: { };
  };
  "/api/dataSetNotificationTemplates": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSetNotificationTemplates/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/dataSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/dataSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/dataSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/dataSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/dataSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/dataStatistics": {
    get: { parameters: { query: { endDate: string; fields?: string[]; interval?: "DAY" | "WEEK" | "MONTH" | "YEAR"; startDate: string; }; }; };
    post: { parameters: { query: { eventType: "VISUALIZATION_VIEW" | "MAP_VIEW" | "EVENT_REPORT_VIEW" | "EVENT_CHART_VIEW" | "EVENT_VISUALIZATION_VIEW" | "DASHBOARD_VIEW" | "PASSIVE_DASHBOARD_VIEW" | "DATA_SET_REPORT_VIEW"; favorite?: string; }; }; };
  };
  "/api/dataStatistics/favorites": {
    get: { parameters: { query: { eventType: "VISUALIZATION_VIEW" | "MAP_VIEW" | "EVENT_REPORT_VIEW" | "EVENT_CHART_VIEW" | "EVENT_VISUALIZATION_VIEW" | "DASHBOARD_VIEW" | "PASSIVE_DASHBOARD_VIEW" | "DATA_SET_REPORT_VIEW"; pageSize?: number; sortOrder?: "ASC" | "DESC"; username?: string; }; }; };
  };
  "/api/dataStatistics/favorites/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/dataStatistics/snapshot": {
    post: { };
  };
  "/api/dataSummary": {
    get: { };
  };
  "/api/dataSummary/metrics": {
    get: { };
  };
  "/api/dataValues": {
    get: { parameters: { query?: { cc?: string; co?: string; cp?: string; de?: string; ds?: string; force?: string; ou?: string; pe?: string; }; }; };
    post: { parameters: { query?: { cc?: string; co?: string; comment?: string; cp?: string; de?: string; ds?: string; followUp?: string; force?: string; ou?: string; pe?: string; value?: string; }; }; };
    delete: { parameters: { query?: { cc?: string; co?: string; cp?: string; de?: string; ds?: string; force?: string; ou?: string; pe?: string; }; }; };
  };
  "/api/dataValues/followup": {
    put: { };
  };
  "/api/dataValues/followups": {
    put: { };
  };
  "/api/dataValueSets": {
    get: { parameters: { query?: { attachment?: string; attributeOptionCombo?: string[]; attributeOptionComboIdScheme?: string; categoryOptionComboIdScheme?: string; children?: boolean; compression?: string; dataElement?: string[]; dataElementGroup?: string[]; dataElementIdScheme?: string; dataSet?: string[]; dataSetIdScheme?: string; endDate?: string; idScheme?: string; includeDeleted?: boolean; inputDataElementGroupIdScheme?: string; inputDataElementIdScheme?: string; inputDataSetIdScheme?: string; inputIdScheme?: string; inputOrgUnitIdScheme?: string; lastUpdated?: string; lastUpdatedDuration?: string; limit?: number; orgUnit?: string[]; orgUnitGroup?: string[]; orgUnitIdScheme?: string; period?: string[]; startDate?: string; }; }; };
    post: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; }; };
  };
  "/api/documents": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/documents/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/documents/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/documents/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/documents/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/documents/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/documents/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/documents/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/documents/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/documents/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/documents/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/enrollments": {
    get: { parameters: { query?: { skipHeader?: boolean; }; }; };
    post: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; legacyStatus?: boolean; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipFirst?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; }; };
  };
  "/api/enrollments/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    put: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
    delete: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
  };
  "/api/events": {
    get: { parameters: { query?: { skipHeader?: boolean; }; }; };
    post: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; legacyStatus?: boolean; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipFirst?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; }; };
  };
  "/api/events/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    put: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
    delete: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
  };
  "/api/events/{uid}/{dataElement}": {
    put: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { dataElement: string; uid: string; }; }; };
  };
  "/api/eventVisualizations": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/eventVisualizations/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/eventVisualizations/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/eventVisualizations/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/gateways": {
    get: { parameters: { query?: { fields?: string[]; }; }; };
    post: { };
  };
  "/api/gateways/{uid}": {
    get: { parameters: { query?: { fields?: string[]; }; path: { uid: string; }; }; };
    put: { parameters: { path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/gateways/default/{uid}": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/indicatorGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/indicatorGroupSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/indicatorGroupSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroupSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorGroupSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/indicators": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/indicators/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicators/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/indicators/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/indicators/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicators/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicators/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicators/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicators/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicators/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicators/expression/description": {
    post: { };
  };
  "/api/indicators/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/indicatorTypes": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/indicatorTypes/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorTypes/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/indicatorTypes/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/interpretations": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/interpretations/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/interpretations/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/interpretations/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/interpretations/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/interpretations/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/interpretations/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/interpretations/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/interpretations/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/interpretations/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/interpretations/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/jobConfigurations": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { };
  };
  "/api/jobConfigurations/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/cancel": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/disable": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/enable": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/errors": {
    get: { parameters: { query?: { includeInput?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/execute": {
    get: { parameters: { path: { uid: string; }; }; };
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/progress": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/progress/errors": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/progress/stream": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/revert": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/{uid}/runs": {
    get: { parameters: { query?: { page?: number; pageSize?: number; }; path: { uid: string; }; }; };
  };
  "/api/jobConfigurations/clean": {
    post: { parameters: { query: { minutes: number; }; }; };
  };
  "/api/jobConfigurations/dhis2": {
    post: { };
  };
  "/api/jobConfigurations/due": {
    get: { parameters: { query: { includeWaiting?: boolean; seconds: number; }; }; };
  };
  "/api/jobConfigurations/errors": {
    get: { parameters: { query?: { code?: string | string[]; from?: string; includeInput?: boolean; object?: string | string[]; to?: string; type?: string | string[]; user?: string; }; }; };
  };
  "/api/jobConfigurations/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/jobConfigurations/jobTypes": {
    get: { };
  };
  "/api/jobConfigurations/jobTypesExtended": {
    get: { };
  };
  "/api/jobConfigurations/runs": {
    get: { parameters: { query?: { page?: number; pageSize?: number; since?: string; state?: string; type?: string; }; }; };
  };
  "/api/jobConfigurations/runs/{run}": {
    get: { parameters: { path: { run: string; }; }; };
  };
  "/api/jobConfigurations/stale": {
    get: { parameters: { query: { seconds: number; }; }; };
  };
  "/api/legendSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/legendSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/legendSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/legendSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/legendSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/legendSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/legendSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/legendSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/legendSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/legendSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/legendSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/locales/countries": {
    get: { };
  };
  "/api/locales/db": {
    get: { };
  };
  "/api/locales/dbLocales": {
    get: { };
    post: { parameters: { query: { country?: string; language: string; script?: string; }; }; };
  };
  "/api/locales/dbLocales/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/locales/languages": {
    get: { };
  };
  "/api/locales/ui": {
    get: { };
  };
  "/api/lockExceptions": {
    get: { parameters: { query?: { key?: string; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { ds?: string | string[]; ou?: string | string[]; pe?: string | string[]; reason?: string | string[]; }; }; };
    delete: { parameters: { query?: { ds?: string | string[]; ou?: string | string[]; pe?: string | string[]; reason?: string | string[]; }; }; };
  };
  "/api/lockExceptions/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/lockExceptions/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/lockExceptions/combinations": {
    get: { parameters: { query?: { key?: string; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/lockExceptions/data": {
    get: { parameters: { query?: { key?: string; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
  };
  "/api/lockExceptions/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/loginConfig": {
    get: { parameters: { query?: { locale?: string; }; }; };
  };
  "/api/maintenance": {
    put: { parameters: { query?: { analyticsTableAnalyze?: boolean; analyticsTableClear?: boolean; analyticsTablesAnalyze?: boolean; analyticsTablesClear?: boolean; appReload?: boolean; async?: boolean; cache?: boolean; cacheClear?: boolean; categoryOptionComboUpdate?: boolean; dryRun?: boolean; expiredInvitationsClear?: boolean; failFast?: boolean; ouPathsUpdate?: boolean; periodPruning?: boolean; report?: boolean; resourceTablesUpdate?: boolean; resourceTableUpdate?: boolean; softDeletedDataValueRemoval?: boolean; softDeletedEnrollmentRemoval?: boolean; softDeletedEventRemoval?: boolean; softDeletedProgramInstanceRemoval?: boolean; softDeletedProgramStageInstanceRemoval?: boolean; softDeletedRelationshipRemoval?: boolean; softDeletedTrackedEntityInstanceRemoval?: boolean; softDeletedTrackedEntityRemoval?: boolean; sqlViewsCreate?: boolean; sqlViewsDrop?: boolean; zeroDataValueRemoval?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { analyticsTableAnalyze?: boolean; analyticsTableClear?: boolean; analyticsTablesAnalyze?: boolean; analyticsTablesClear?: boolean; appReload?: boolean; async?: boolean; cache?: boolean; cacheClear?: boolean; categoryOptionComboUpdate?: boolean; dryRun?: boolean; expiredInvitationsClear?: boolean; failFast?: boolean; ouPathsUpdate?: boolean; periodPruning?: boolean; report?: boolean; resourceTablesUpdate?: boolean; resourceTableUpdate?: boolean; softDeletedDataValueRemoval?: boolean; softDeletedEnrollmentRemoval?: boolean; softDeletedEventRemoval?: boolean; softDeletedProgramInstanceRemoval?: boolean; softDeletedProgramStageInstanceRemoval?: boolean; softDeletedRelationshipRemoval?: boolean; softDeletedTrackedEntityInstanceRemoval?: boolean; softDeletedTrackedEntityRemoval?: boolean; sqlViewsCreate?: boolean; sqlViewsDrop?: boolean; zeroDataValueRemoval?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/analyticsTableAnalyze": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/analyticsTableClear": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/analyticsTablesAnalyze": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/analyticsTablesClear": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/appReload": {
    get: { };
    put: { };
    post: { };
  };
  "/api/maintenance/cache": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/cacheClear": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/categoryOptionComboUpdate": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/categoryOptionComboUpdate/categoryCombo/{uid}": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
  };
  "/api/maintenance/dataPruning/dataElement/{uid}": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
  };
  "/api/maintenance/dataPruning/dataElements/{uid}": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
  };
  "/api/maintenance/dataPruning/organisationUnit/{uid}": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
  };
  "/api/maintenance/dataPruning/organisationUnits/{uid}": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; path: { uid: string; }; }; };
  };
  "/api/maintenance/expiredInvitationsClear": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/metadataValidation": {
    put: { parameters: { query?: { async?: boolean; limit?: number; report?: "bare" | "import"; types?: string[]; }; }; };
    post: { parameters: { query?: { async?: boolean; limit?: number; report?: "bare" | "import"; types?: string[]; }; }; };
  };
  "/api/maintenance/operations": {
    get: { };
  };
  "/api/maintenance/ouPathsUpdate": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/periodPruning": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/resourceTablesUpdate": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/resourceTableUpdate": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedDataValueRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedEnrollmentRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedEventRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedProgramInstanceRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedProgramStageInstanceRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedRelationshipRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedTrackedEntityInstanceRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/softDeletedTrackedEntityRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/sqlViewsCreate": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/sqlViewsDrop": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maintenance/zeroDataValueRemoval": {
    put: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
    post: { parameters: { query?: { async?: boolean; dryRun?: boolean; failFast?: boolean; report?: boolean; zeroPattern?: "peer" | "all"; }; }; };
  };
  "/api/maps": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/maps/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/maps/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/maps/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/maps/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/maps/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/maps/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/maps/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/maps/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/maps/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/maps/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/me": {
    get: { parameters: { query?: { fields?: string[]; }; }; };
    put: { };
  };
  "/api/me/authorities": {
    get: { };
  };
  "/api/me/authorities/{authority}": {
    get: { parameters: { path: { authority: string; }; }; };
  };
  "/api/me/authorization": {
    get: { };
  };
  "/api/me/authorization/{authority}": {
    get: { parameters: { path: { authority: string; }; }; };
  };
  "/api/me/changePassword": {
    put: { };
  };
  "/api/me/dashboard": {
    get: { };
  };
  "/api/me/settings": {
    get: { parameters: { query?: { key?: string[]; }; }; };
  };
  "/api/me/settings/{key}": {
    get: { parameters: { path: { key: string; }; }; };
  };
  "/api/me/validatePassword": {
    post: { };
  };
  "/api/me/verifyPassword": {
    post: { };
  };
  "/api/menu": {
    post: { };
  };
  "/api/messageConversations": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; queryOperator?: "token" | "ilike" | "like" | "eq"; queryString?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { };
    delete: { parameters: { query?: { mc?: string[]; user?: string; }; }; };
  };
  "/api/messageConversations/{uid}": {
    get: { parameters: { query?: { locale?: string; markRead?: boolean; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    post: { parameters: { query?: { attachments?: string[]; internal?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/{user}": {
    delete: { parameters: { path: { uid: string; user: string; }; }; };
  };
  "/api/messageConversations/{uid}/assign": {
    post: { parameters: { query: { userId: string; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/priority": {
    post: { parameters: { query: { messageConversationPriority: "NONE" | "LOW" | "MEDIUM" | "HIGH"; }; path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/read": {
    post: { parameters: { query?: { userUid?: string; }; path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/recipients": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/status": {
    post: { parameters: { query: { messageConversationStatus: "NONE" | "OPEN" | "PENDING" | "INVALID" | "SOLVED"; }; path: { uid: string; }; }; };
  };
  "/api/messageConversations/{uid}/unread": {
    post: { parameters: { query?: { userUid?: string; }; path: { uid: string; }; }; };
  };
  "/api/messageConversations/feedback": {
    post: { parameters: { query: { subject: string; }; }; };
  };
  "/api/messageConversations/followup": {
    post: { parameters: { query?: { user?: string; }; }; };
  };
  "/api/messageConversations/read": {
    post: { parameters: { query?: { user?: string; }; }; };
  };
  "/api/messageConversations/unfollowup": {
    post: { parameters: { query?: { user?: string; }; }; };
  };
  "/api/messageConversations/unread": {
    post: { parameters: { query?: { user?: string; }; }; };
  };
  "/api/metadata": {
    get: { parameters: { query?: { defaults?: "INCLUDE" | "EXCLUDE"; download?: boolean; skipSharing?: boolean; }; }; };
    post: { parameters: { query?: { async?: boolean; atomicMode?: "ALL" | "NONE"; classKey?: string; dryRun?: boolean; flushMode?: "AUTO" | "OBJECT"; identifier?: "UID" | "CODE" | "AUTO"; importMode?: "COMMIT" | "VALIDATE"; importReportMode?: "ERRORS" | "ERRORS_NOT_OWNER" | "FULL" | "DEBUG"; importStrategy?: "CREATE" | "UPDATE" | "CREATE_AND_UPDATE" | "DELETE" | "NEW" | "UPDATES" | "NEW_AND_UPDATES" | "DELETES"; mergeMode?: "REPLACE" | "MERGE"; preheatMode?: "REFERENCE" | "ALL" | "NONE"; skipSharing?: boolean; skipTranslation?: boolean; skipValidation?: boolean; }; }; };
  };
  "/api/metadata/version": {
    get: { parameters: { query?: { versionName?: string; }; }; };
  };
  "/api/metadata/version/{name}/data": {
    get: { parameters: { path: { name: string; }; }; };
  };
  "/api/metadata/version/{name}/data.gz": {
    get: { parameters: { path: { name: string; }; }; };
  };
  "/api/metadata/version/create": {
    post: { parameters: { query: { type: "BEST_EFFORT" | "ATOMIC"; }; }; };
  };
  "/api/metadata/version/history": {
    get: { parameters: { query?: { baseline?: string; }; }; };
  };
  "/api/metadata/versions": {
    get: { };
  };
  "/api/metadataValidation": {
    put: { parameters: { query?: { async?: boolean; limit?: number; report?: "bare" | "import"; types?: string[]; }; }; };
    post: { parameters: { query?: { async?: boolean; limit?: number; report?: "bare" | "import"; types?: string[]; }; }; };
  };
  "/api/metrics": {
    get: { };
  };
  "/api/minMaxDataElements": {
    get: { parameters: { query?: { page?: number; pageSize?: number; paging?: boolean; skipPaging?: boolean; }; }; };
    post: { };
    delete: { };
  };
  "/api/minMaxDataElements/delete": {
    post: { parameters: { query?: { dataSet?: string; }; }; };
  };
  "/api/minMaxDataElements/generate": {
    post: { parameters: { query?: { keepManual?: boolean; report?: boolean; }; }; };
  };
  "/api/minMaxDataElements/upsert": {
    post: { parameters: { query?: { dataSet?: string; }; }; };
  };
  "/api/minMaxValues": {
    post: { parameters: { query?: { keepManual?: boolean; report?: boolean; }; }; };
  };
  "/api/minMaxValues/{ou}": {
    get: { parameters: { query: { ds: string[]; }; path: { ou: string; }; }; };
    delete: { parameters: { query: { ds: string[]; generatedOnly?: boolean; report?: boolean; }; path: { ou: string; }; }; };
  };
  "/api/openapi": {
    get: { };
  };
  "/api/optionGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/optionGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/optionGroupSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/optionGroupSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroupSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionGroupSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/options": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/options/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/options/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/options/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/options/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/options/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/options/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/options/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/options/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/options/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/options/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/optionSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/optionSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/optionSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/optionSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/optionSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/optionSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/optionSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/organisationUnitGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/organisationUnitGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/organisationUnitGroupSets": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitGroupSets/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/organisationUnitLevels": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/organisationUnitLevels/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitLevels/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnitLevels/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/organisationUnits": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/organisationUnits/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/geometry": {
    post: { parameters: { query?: { attributeId?: string; dryRun?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { query?: { attributeId?: string; dryRun?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnits/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/organisationUnits/geometry": {
    post: { parameters: { query?: { async?: boolean; attributeId?: string; dryRun?: boolean; geoJsonId?: boolean; geoJsonProperty?: string; orgUnitProperty?: "id" | "code" | "name"; }; }; };
  };
  "/api/organisationUnits/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/ping": {
    get: { };
  };
  "/api/predictions": {
    put: { parameters: { query: { async?: boolean; endDate: string; predictor?: string[]; predictorGroup?: string[]; startDate: string; }; }; };
    post: { parameters: { query: { async?: boolean; endDate: string; predictor?: string[]; predictorGroup?: string[]; startDate: string; }; }; };
  };
  "/api/predictorGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/predictorGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/run": {
    put: { parameters: { query: { endDate: string; startDate: string; }; path: { uid: string; }; }; };
    post: { parameters: { query: { endDate: string; startDate: string; }; path: { uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictorGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictorGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/predictors": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/predictors/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/predictors/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/predictors/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/predictors/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/predictors/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/predictors/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/predictors/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictors/{uid}/run": {
    put: { parameters: { query: { endDate: string; startDate: string; }; path: { uid: string; }; }; };
    post: { parameters: { query: { endDate: string; startDate: string; }; path: { uid: string; }; }; };
  };
  "/api/predictors/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictors/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/predictors/expression/description": {
    post: { };
  };
  "/api/predictors/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/predictors/run": {
    put: { parameters: { query: { endDate: string; startDate: string; }; }; };
    post: { parameters: { query: { endDate: string; startDate: string; }; }; };
  };
  "/api/predictors/skipTest/description": {
    post: { };
  };
  "/api/programIndicatorGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programIndicatorGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicatorGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicatorGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programIndicators": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programIndicators/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicators/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programIndicators/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programNotificationInstances": {
    get: { parameters: { query?: { enrollment?: string; event?: string; page?: number; pageSize?: number; paging?: boolean; programInstance?: string; programStageInstance?: string; scheduledAt?: string; skipPaging?: boolean; }; }; };
  };
  "/api/programNotificationInstances/{uid}": {
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programNotificationTemplates/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programNotificationTemplates/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programRuleActions": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programRuleActions/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleActions/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleActions/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programRules": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programRules/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRules/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programRules/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programRules/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRules/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRules/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRules/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRules/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRules/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRules/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programRuleVariables": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programRuleVariables/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleVariables/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programRuleVariables/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programs": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programs/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programs/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programs/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programs/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programs/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programs/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programs/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programs/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programs/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programs/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programSections": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programSections/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programSections/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programSections/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programSections/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programSections/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programSections/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programSections/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programSections/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programSections/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programSections/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programStages": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programStages/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programStages/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programStages/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programStages/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programStages/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programStages/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programStages/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStages/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStages/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStages/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/programStageSections": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/programStageSections/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStageSections/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/programStageSections/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/pushAnalysis": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/pushAnalysis/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/render": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/run": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/pushAnalysis/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/relationshipTypes": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/relationshipTypes/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/relationshipTypes/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/relationshipTypes/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/reports": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/reports/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/reports/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/reports/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/reports/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/reports/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/reports/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/reports/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/reports/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/reports/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/reports/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/resourceTables": {
    put: { };
    post: { };
  };
  "/api/resourceTables/analytics": {
    get: { };
    put: { parameters: { query?: { lastYears?: number; skipAggregate?: boolean; skipEnrollment?: boolean; skipEvents?: boolean; skipOrgUnitOwnership?: boolean; skipOutliers?: boolean; skipPrograms?: string[]; skipResourceTables?: boolean; skipTrackedEntities?: boolean; skipValidationResult?: boolean; }; }; };
    post: { parameters: { query?: { lastYears?: number; skipAggregate?: boolean; skipEnrollment?: boolean; skipEvents?: boolean; skipOrgUnitOwnership?: boolean; skipOutliers?: boolean; skipPrograms?: string[]; skipResourceTables?: boolean; skipTrackedEntities?: boolean; skipValidationResult?: boolean; }; }; };
  };
  "/api/resourceTables/monitoring": {
    put: { parameters: { query?: { persistResults?: boolean; relativeEnd?: number; relativeStart?: number; sendNotifications?: boolean; validationRuleGroups?: string[]; }; }; };
    post: { parameters: { query?: { persistResults?: boolean; relativeEnd?: number; relativeStart?: number; sendNotifications?: boolean; validationRuleGroups?: string[]; }; }; };
  };
  "/api/scheduler": {
    get: { parameters: { query?: { order?: string; }; }; };
  };
  "/api/scheduler/cron": {
    get: { parameters: { query: { count?: number; expression: string; }; }; };
  };
  "/api/scheduler/queueable": {
    get: { };
  };
  "/api/scheduler/queues": {
    get: { };
  };
  "/api/scheduler/queues/{*}": {
    delete: { parameters: { path: { "*": string; }; }; };
  };
  "/api/scheduler/queues/{name}": {
    get: { parameters: { path: { name: string; }; }; };
    put: { parameters: { path: { name: string; }; }; };
    post: { parameters: { path: { name: string; }; }; };
  };
  "/api/scheduler/queues/{name}/rounds": {
    get: { parameters: { path: { name: string; }; }; };
  };
  "/api/scheduling/cancel/{type}": {
    post: { parameters: { path: { type: string; }; }; };
  };
  "/api/scheduling/completed": {
    get: { };
  };
  "/api/scheduling/completed/{type}": {
    get: { parameters: { path: { type: string; }; }; };
  };
  "/api/scheduling/running": {
    get: { };
  };
  "/api/scheduling/running/{type}": {
    get: { parameters: { path: { type: string; }; }; };
  };
  "/api/scheduling/running/types": {
    get: { };
  };
  "/api/schemas": {
    get: { parameters: { query?: { fields?: string[]; }; }; };
  };
  "/api/schemas/{type}": {
    get: { parameters: { query?: { fields?: string[]; }; path: { type: string; }; }; };
  };
  "/api/schemas/{type}/{property}": {
    get: { parameters: { query?: { fields?: string[]; }; path: { property: string; type: string; }; }; };
  };
  "/api/sections": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/sections/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sections/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/sections/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/sections/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/sections/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/sections/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sections/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sections/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sections/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sections/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/sharing": {
    get: { parameters: { query: { id: string; type: string; }; }; };
    put: { parameters: { query: { id: string; type: string; }; }; };
    post: { parameters: { query: { id: string; type: string; }; }; };
  };
  "/api/sharing/search": {
    get: { parameters: { query?: { key?: string; }; }; };
  };
  "/api/sms/inbound": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { gateway?: string; message?: string; originator?: string; receivedTime?: string; }; }; };
    delete: { parameters: { query?: { ids?: string[]; }; }; };
  };
  "/api/sms/inbound/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sms/outbound": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { async?: boolean; message?: string; recipient?: string; }; }; };
    delete: { parameters: { query?: { ids?: string[]; }; }; };
  };
  "/api/sms/outbound/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/sqlViews/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/data": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/data.html": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/data.html+css": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/execute": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/refresh": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/sqlViews/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/synchronization/availability": {
    get: { };
  };
  "/api/synchronization/dataPush": {
    post: { };
  };
  "/api/synchronization/metadataPull": {
    post: { };
  };
  "/api/system/context": {
    get: { };
  };
  "/api/system/database": {
    get: { };
  };
  "/api/system/flags": {
    get: { };
  };
  "/api/system/id": {
    get: { parameters: { query?: { limit?: number; n?: number; }; }; };
  };
  "/api/system/info": {
    get: { parameters: { query?: { fields?: string[]; }; }; };
  };
  "/api/system/objectCounts": {
    get: { };
  };
  "/api/system/ping": {
    get: { };
  };
  "/api/system/styles": {
    get: { };
  };
  "/api/system/tasks": {
    get: { parameters: { query?: { gist?: boolean; wrap?: boolean; }; }; };
    delete: { parameters: { query?: { maxAge?: number; maxCount?: number; }; }; };
  };
  "/api/system/tasks/{jobType}": {
    get: { parameters: { query?: { gist?: boolean; wrap?: boolean; }; path: { jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
    delete: { parameters: { query?: { maxAge?: number; maxCount?: number; }; path: { jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
  };
  "/api/system/tasks/{jobType}/{jobId}": {
    get: { parameters: { path: { jobId: string; jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
    delete: { parameters: { path: { jobId: string; jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
  };
  "/api/system/taskSummaries/{jobType}": {
    get: { parameters: { path: { jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
  };
  "/api/system/taskSummaries/{jobType}/{jobId}": {
    get: { parameters: { path: { jobId: string; jobType: "DATA_INTEGRITY" | "DATA_INTEGRITY_DETAILS" | "RESOURCE_TABLE" | "ANALYTICS_TABLE" | "CONTINUOUS_ANALYTICS_TABLE" | "SINGLE_EVENT_DATA_SYNC" | "TRACKED_ENTITY_DATA_SYNC" | "DATA_SYNC" | "META_DATA_SYNC" | "AGGREGATE_DATA_EXCHANGE" | "SEND_SCHEDULED_MESSAGE" | "PROGRAM_NOTIFICATIONS" | "MONITORING" | "PUSH_ANALYSIS" | "HTML_PUSH_ANALYTICS" | "TRACKER_SEARCH_OPTIMIZATION" | "PREDICTOR" | "MATERIALIZED_SQL_VIEW_UPDATE" | "DISABLE_INACTIVE_USERS" | "TEST" | "LOCK_EXCEPTION_CLEANUP" | "MOCK" | "SMS_SEND" | "SMS_INBOUND_PROCESSING" | "TRACKER_IMPORT_JOB" | "TRACKER_IMPORT_NOTIFICATION_JOB" | "TRACKER_IMPORT_RULE_ENGINE_JOB" | "IMAGE_PROCESSING" | "COMPLETE_DATA_SET_REGISTRATION_IMPORT" | "DATAVALUE_IMPORT_INTERNAL" | "METADATA_IMPORT" | "DATAVALUE_IMPORT" | "GEOJSON_IMPORT" | "GML_IMPORT" | "HOUSEKEEPING" | "DATA_VALUE_TRIM" | "DATA_SET_NOTIFICATION" | "CREDENTIALS_EXPIRY_ALERT" | "DATA_STATISTICS" | "FILE_RESOURCE_CLEANUP" | "ACCOUNT_EXPIRY_ALERT" | "VALIDATION_RESULTS_NOTIFICATION" | "REMOVE_USED_OR_EXPIRED_RESERVED_VALUES" | "SYSTEM_VERSION_UPDATE_CHECK" | "EVENT_IMPORT" | "ENROLLMENT_IMPORT" | "TEI_IMPORT" | "ANALYTICSTABLE_UPDATE" | "REMOVE_EXPIRED_RESERVED_VALUES" | "TRACKER_PROGRAMS_DATA_SYNC" | "EVENT_PROGRAMS_DATA_SYNC" | "PROGRAM_DATA_SYNC" | "LEADER_ELECTION" | "LEADER_RENEWAL" | "TRACKER_TRIGRAM_INDEX_MAINTENANCE" | "MAINTENANCE" | "METADATA_VALIDATION" | "MIN_MAX_VALUE_GENERATION" | "AGGREGATE_MAINTENANCE" | "AGGREGATE_BATCH"; }; }; };
  };
  "/api/system/uid": {
    get: { parameters: { query?: { limit?: number; n?: number; }; }; };
  };
  "/api/system/uuid": {
    get: { parameters: { query?: { limit?: number; n?: number; }; }; };
  };
  "/api/systemSettings": {
    get: { parameters: { query?: { key?: string[]; }; }; };
    post: { };
    delete: { parameters: { query?: { key?: string[]; }; }; };
  };
  "/api/systemSettings/{key}": {
    get: { parameters: { query?: { locale?: string; }; path: { key: string; }; }; };
    post: { parameters: { query?: { locale?: string; value?: string; }; path: { key: string; }; }; };
    delete: { parameters: { query?: { locale?: string; }; path: { key: string; }; }; };
  };
  "/api/trackedEntityAttributes": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/generate": {
    get: { parameters: { query?: { expiration?: number; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/generateAndReserve": {
    get: { parameters: { query?: { expiration?: number; numberToReserve?: number; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/requiredValues": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityAttributes/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/trackedEntityAttributes/indexable": {
    get: { parameters: { query?: { fields?: string[]; }; }; };
  };
  "/api/trackedEntityInstances": {
    get: { parameters: { query?: { skipHeader?: boolean; }; }; };
    post: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; legacyStatus?: boolean; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipFirst?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; }; };
  };
  "/api/trackedEntityInstances/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
    put: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
    delete: { parameters: { query?: { async?: boolean; atomic?: boolean; attributeOptionComboIdScheme?: string; categoryIdScheme?: string; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; conflictStatus?: "409" | "200"; dataElementGroupIdScheme?: string; dataElementIdScheme?: string; dataSet?: string; datasetAllowsPeriods?: boolean; dataSetIdScheme?: string; dryRun?: boolean; filename?: string; firstRowIsHeader?: boolean; force?: boolean; idScheme?: string; ignoreEmptyCollection?: boolean; importStrategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; mergeDataValues?: boolean; mergeMode?: "REPLACE" | "MERGE" | "MERGE_ALWAYS" | "MERGE_IF_NOT_NULL" | "NONE"; notificationLevel?: "OFF" | "DEBUG" | "LOOP" | "INFO" | "WARN" | "ERROR"; orgUnitGroupIdScheme?: string; orgUnitIdScheme?: string; preheatCache?: boolean; program?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "FULL" | "ERRORS" | "ERRORS_NOT_OWNER" | "DEBUG" | "ALL"; requireAttributeOptionCombo?: boolean; requireCategoryOptionCombo?: boolean; sharing?: boolean; skipAudit?: boolean; skipCache?: boolean; skipExistingCheck?: boolean; skipLastUpdated?: boolean; skipNotifications?: boolean; skipPatternValidation?: boolean; strategy?: "CREATE_AND_UPDATE" | "CREATE" | "UPDATE" | "DELETE" | "SYNC" | "NEW_AND_UPDATES" | "NEW" | "UPDATES" | "DELETES"; strictAttributeOptionCombos?: boolean; strictCategoryOptionCombos?: boolean; strictDataElements?: boolean; strictDataSetApproval?: boolean; strictDataSetInputPeriods?: boolean; strictDataSetLocking?: boolean; strictOrganisationUnits?: boolean; strictPeriods?: boolean; trackedEntityAttributeIdScheme?: string; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/trackedEntityTypes/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/trackedEntityTypes/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/tracker": {
    post: { parameters: { query?: { async?: boolean; atomicMode?: "ALL" | "OBJECT"; categoryOptionComboIdScheme?: string; categoryOptionIdScheme?: string; dataElementIdScheme?: string; flushMode?: "AUTO" | "OBJECT"; idScheme?: string; importMode?: "COMMIT" | "VALIDATE"; importStrategy?: "CREATE" | "UPDATE" | "CREATE_AND_UPDATE" | "DELETE"; orgUnitIdScheme?: string; programIdScheme?: string; programStageIdScheme?: string; reportMode?: "ERRORS" | "WARNINGS" | "FULL"; skipFirst?: boolean; skipPatternValidation?: boolean; skipRuleEngine?: boolean; skipSideEffects?: boolean; validationMode?: "FULL" | "FAIL_FAST" | "SKIP"; }; }; };
  };
  "/api/tracker/enrollments": {
    get: { parameters: { query?: { followUp?: boolean; includeDeleted?: boolean; orgUnitMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; ouMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; page?: number; pageSize?: number; paging?: boolean; programStatus?: "ACTIVE" | "COMPLETED" | "CANCELLED"; skipHeader?: boolean; skipPaging?: boolean; status?: "ACTIVE" | "COMPLETED" | "CANCELLED"; totalPages?: boolean; }; }; };
  };
  "/api/tracker/enrollments/{uid}": {
    get: { parameters: { query?: { includeDeleted?: boolean; skipHeader?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/tracker/events": {
    get: { parameters: { query?: { assignedUserMode?: "CURRENT" | "PROVIDED" | "NONE" | "ANY" | "ALL"; enrollmentStatus?: "ACTIVE" | "COMPLETED" | "CANCELLED"; followUp?: boolean; includeDeleted?: boolean; orgUnitMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; ouMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; page?: number; pageSize?: number; paging?: boolean; programStatus?: "ACTIVE" | "COMPLETED" | "CANCELLED"; skipHeader?: boolean; skipPaging?: boolean; status?: "ACTIVE" | "COMPLETED" | "VISITED" | "SCHEDULE" | "OVERDUE" | "SKIPPED"; totalPages?: boolean; }; }; };
  };
  "/api/tracker/events/{uid}": {
    get: { parameters: { query?: { includeDeleted?: boolean; skipHeader?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/tracker/jobs/{uid}": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/tracker/jobs/{uid}/report": {
    get: { parameters: { query?: { reportMode?: "ERRORS" | "WARNINGS" | "FULL"; }; path: { uid: string; }; }; };
  };
  "/api/tracker/ownership/override": {
    post: { };
  };
  "/api/tracker/ownership/transfer": {
    put: { };
  };
  "/api/tracker/relationships": {
    get: { parameters: { query?: { includeDeleted?: boolean; page?: number; pageSize?: number; paging?: boolean; skipHeader?: boolean; skipPaging?: boolean; totalPages?: boolean; }; }; };
  };
  "/api/tracker/relationships/{uid}": {
    get: { parameters: { query?: { includeDeleted?: boolean; skipHeader?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/tracker/trackedEntities": {
    get: { parameters: { query?: { assignedUserMode?: "CURRENT" | "PROVIDED" | "NONE" | "ANY" | "ALL"; enrollmentStatus?: "ACTIVE" | "COMPLETED" | "CANCELLED"; eventStatus?: "ACTIVE" | "COMPLETED" | "VISITED" | "SCHEDULE" | "OVERDUE" | "SKIPPED"; followUp?: boolean; includeDeleted?: boolean; orgUnitMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; ouMode?: "SELECTED" | "CHILDREN" | "DESCENDANTS" | "ACCESSIBLE" | "CAPTURE" | "ALL"; page?: number; pageSize?: number; paging?: boolean; potentialDuplicate?: boolean; programStatus?: "ACTIVE" | "COMPLETED" | "CANCELLED"; skipHeader?: boolean; skipPaging?: boolean; totalPages?: boolean; }; }; };
  };
  "/api/tracker/trackedEntities/{uid}": {
    get: { parameters: { query?: { includeDeleted?: boolean; skipHeader?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/trigramSummary": {
    get: { parameters: { query?: { fields?: string[]; page?: number; pageSize?: number; paging?: boolean; rootJunction?: "AND" | "OR"; skipPaging?: boolean; }; }; };
  };
  "/api/userGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/userGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/userGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/userGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/userGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/userGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/userGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/userGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/userGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/userGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/userLookup": {
    get: { parameters: { query: { captureUnitsOnly?: boolean; query: string; }; }; };
  };
  "/api/userLookup/{id}": {
    get: { parameters: { path: { id: string; }; }; };
  };
  "/api/userLookup/feedbackRecipients": {
    get: { parameters: { query: { captureUnitsOnly?: boolean; query: string; }; }; };
  };
  "/api/userRoles": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/userRoles/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/userRoles/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/userRoles/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/userRoles/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/userRoles/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/userRoles/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/userRoles/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/userRoles/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/userRoles/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/users": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/users/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/users/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/users/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/users/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/users/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/users/{uid}/disabled": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/enabled": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/expired": {
    post: { parameters: { query: { date: string; }; path: { uid: string; }; }; };
  };
  "/api/users/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/users/{uid}/invite": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/replica": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/reset": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/twoFA/disabled": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/{uid}/unexpired": {
    post: { parameters: { path: { uid: string; }; }; };
  };
  "/api/users/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/users/invite": {
    post: { };
  };
  "/api/users/invites": {
    post: { };
  };
  "/api/userSettings": {
    get: { parameters: { query?: { key?: string[]; useFallback?: boolean; user?: string; userId?: string; }; }; };
  };
  "/api/userSettings/{key}": {
    get: { parameters: { query?: { useFallback?: boolean; user?: string; userId?: string; }; path: { key: string; }; }; };
    post: { parameters: { query?: { user?: string; userId?: string; value?: string; }; path: { key: string; }; }; };
    delete: { parameters: { query?: { user?: string; userId?: string; }; path: { key: string; }; }; };
  };
  "/api/validation/dataSet/{ds}": {
    get: { parameters: { query: { aoc?: string; ou: string; pe: string; }; path: { ds: string; }; }; };
  };
  "/api/validation/sendNotifications": {
    put: { };
    post: { };
  };
  "/api/validationNotificationTemplates": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationNotificationTemplates/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/validationResults": {
    get: { parameters: { query?: { createdDate?: string[]; ou?: string[]; page?: number; pageSize?: number; paging?: boolean; pe?: string[]; skipPaging?: boolean; vr?: string[]; }; }; };
    delete: { parameters: { query?: { created?: string; notificationSent?: boolean; ou?: string[]; pe?: string; vr?: string[]; }; }; };
  };
  "/api/validationResults/{id}": {
    get: { parameters: { path: { id: string; }; }; };
    delete: { parameters: { path: { id: string; }; }; };
  };
  "/api/validationRuleGroups": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/validationRuleGroups/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRuleGroups/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRuleGroups/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/validationRules": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/validationRules/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationRules/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/validationRules/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/validationRules/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationRules/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/validationRules/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/validationRules/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRules/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRules/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/validationRules/expression/description": {
    post: { };
  };
  "/api/validationRules/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
  "/api/visualizations": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; }; };
    post: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; }; };
  };
  "/api/visualizations/{uid}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
    put: { parameters: { query?: { mergeMode?: "REPLACE" | "MERGE"; skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
    delete: { parameters: { path: { uid: string; }; }; };
    patch: { parameters: { query?: { skipSharing?: boolean; skipTranslation?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/visualizations/{uid}/{collection}": {
    put: { parameters: { path: { collection: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; uid: string; }; }; };
  };
  "/api/visualizations/{uid}/{collection}/{item}": {
    put: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    post: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
    delete: { parameters: { path: { collection: string; item: string; uid: string; }; }; };
  };
  "/api/visualizations/{uid}/{property}": {
    get: { parameters: { query?: { locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/visualizations/{uid}/{property}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { property: string; uid: string; }; }; };
  };
  "/api/visualizations/{uid}/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; path: { uid: string; }; }; };
  };
  "/api/visualizations/{uid}/metadata": {
    get: { parameters: { path: { uid: string; }; }; };
  };
  "/api/visualizations/{uid}/sharing": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/visualizations/{uid}/translations": {
    put: { parameters: { path: { uid: string; }; }; };
  };
  "/api/visualizations/gist": {
    get: { parameters: { query?: { absoluteUrls?: boolean; auto?: "XS" | "S" | "M" | "L" | "XL"; headless?: boolean; inverse?: boolean; locale?: string; page?: number; pageSize?: number; paging?: boolean; query?: string; rootJunction?: "AND" | "OR"; skipPaging?: boolean; strict?: boolean; total?: boolean; translate?: boolean; }; }; };
  };
}
