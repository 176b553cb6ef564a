export { type CronExpression, isNeverDue, parseCron } from './expression.js';
export { nextRun } from './next-run.js';
export { CronError } from './parse-field.js';
export { type CronSchedule, type FixedDelaySchedule, nextExecution, type Schedule } from './schedule.js';
