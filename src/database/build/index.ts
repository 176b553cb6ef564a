export { analyzeTable, type CreateTableOptions, createIndex, createTable, keepTidy } from './create.js';
export { handOver, whyNotReplaceable } from './data-owner.js';
export {
  type ColumnDefinition,
  type ColumnType,
  catalogueName,
  type IndexDefinition,
  nameList,
  publicTable,
  type TableName,
  tableRef,
} from './definition.js';
export { type DependentView, dependentViews, dropViews, recreateViews } from './dependent-views.js';
export { existing, type SwapPlan, type SwapResult, swapTables } from './swap.js';
export { dropTables, sweepWorkshops, withWorkshop } from './workshop.js';
