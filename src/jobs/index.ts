export type { JobSummary, JobType, RunContext, RunIdentity, TakeOver } from './job-type.js';
export { createJobs, type Jobs, type JobsOptions, type RunRequest } from './jobs.js';
export { type ClusterNode, connectedNodes } from './nodes.js';
export type { DataError, FailurePolicy, LenientStage, Progress, Stage, StageOptions } from './progress.js';
export { type ProgressSelection, type RunProgress, readProgress } from './progress-store.js';
export type { StageStep, Step, StepState } from './progress-tree.js';
export type { NotificationLevel, Run, RunEvent, RunState } from './run.js';
export { findRun, runEvents, runningRuns } from './run-log.js';
export type { ScheduledJob } from './scheduled-job.js';
