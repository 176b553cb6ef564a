export { ERROR_CATALOGUE, type ErrorCode, errorText } from './catalogue.js';
export {
  badRequest,
  catalogued,
  conflict,
  type ErrorDetails,
  forbidden,
  notFound,
  OrderlyError,
  objectNotFound,
  unauthorized,
} from './orderly-error.js';
