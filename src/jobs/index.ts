export type { JobSummary, JobType, RunContext, RunIdentity, TakeOver } from './job-type.js';
export { createJobs, type Jobs, type JobsOptions, type RunRequest } from './jobs.js';
export { type ClusterNode, connectedNodes } from './nodes.js';
export type { Progress, Stage } from './progress.js';
export type { NotificationLevel, Run, RunEvent, RunState } from './run.js';
export { findRun, runEvents, runningRuns } from './run-log.js';
export type { ScheduledJob } from './scheduled-job.js';
