export { Pictures } from './charts/picture.js';
export { type RenderedDashboard, type RenderRequest, renderDashboard } from './render-dashboard.js';
