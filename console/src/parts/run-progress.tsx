import type { FollowedRun } from '../api/follow-run';
import type { RunMessage, StageStep, Step } from '../api/runs';
import { i18n } from '../i18n';
import { formatDuration, formatNumber, formatTime } from './format';
import { Notice } from './notice';
import { ProblemNotice } from './problem-notice';
import styles from './run-progress.module.css';
import { StateTag } from './state-tag';
import { Duration } from './times';

/** What a run does or did: its stages with their work items and times, and its messages. Give it the answer of `useRun`. */
export function RunProgress({ run }: { readonly run: FollowedRun }) {
  const { progress, problem, messages, isOver } = run;
  return (
    <div className={styles.progress}>
      {problem && <ProblemNotice problem={problem} />}
      <Stages progress={progress} />
      {isOver && progress?.sequence === undefined && <Notice>{i18n.t('It has not run yet.')}</Notice>}
      <MessageList messages={messages} />
    </div>
  );
}

/** Messages of a run, the oldest first. */
export function MessageList({ messages }: { readonly messages: readonly RunMessage[] }) {
  if (messages.length === 0) return null;
  return (
    <details>
      <summary>{i18n.t('Messages ({{total}})', { total: formatNumber(messages.length) })}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <ol className={styles.messages} tabIndex={0} aria-label={i18n.t('Messages')}>
        {messages.map(({ uid, time, level, message }) => (
          <li key={uid} className={level === 'ERROR' ? styles.error : level === 'WARN' ? styles.warning : undefined}>
            <time dateTime={time}>{formatTime(time, true)}</time> <span>{message}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Stages of a progress document, e.g. of a run of the past. */
export function Stages({ progress }: { readonly progress: FollowedRun['progress'] }) {
  return (
    <>
      {progress?.sequence?.map((process) => (
        <section key={process.startedTime} className={styles.process} aria-label={process.description}>
          <div className={styles.head}>
            <strong>{process.description}</strong>
            <StateTag state={process.status} />
            <Took step={process} />
          </div>
          <Outcome step={process} />
          {process.stages.length > 0 && (
            <ol className={styles.stages}>
              {process.stages.map((stage) => (
                <li key={`${stage.startedTime} ${stage.description}`}>
                  <Stage stage={stage} />
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </>
  );
}

function Stage({ stage }: { readonly stage: StageStep }) {
  const { description, items, totalItems, foldedItems } = stage;
  const folded = foldedItems ? foldedItems.succeeded + foldedItems.failed : 0;
  const done = folded + items.filter(({ complete }) => complete).length;
  const total = Math.max(totalItems, done, items.length + folded);
  return (
    <div className={styles.stage}>
      <div className={styles.head}>
        <span>{description}</span>
        <StateTag state={stage.status} />
        <Took step={stage} />
      </div>
      {total > 1 && (
        <div className={styles.bar}>
          <progress value={done} max={total} aria-label={description} />
          <span>{i18n.t('{{done}} of {{total}}', { done: formatNumber(done), total: formatNumber(total) })}</span>
        </div>
      )}
      <Outcome step={stage} />
      {items.length > 0 && (
        <details>
          <summary>{i18n.t('Work items ({{total}})', { total: formatNumber(items.length + folded) })}</summary>
          {foldedItems && (
            <p>
              {i18n.t('{{succeeded}} done and {{failed}} failed are not listed any more.', {
                succeeded: formatNumber(foldedItems.succeeded),
                failed: formatNumber(foldedItems.failed),
              })}
            </p>
          )}
          <ol className={styles.items}>
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no name of their own and stay in their order
              <li key={index}>
                <div className={styles.head}>
                  <span>{item.description || i18n.t('Item {{number}}', { number: index + 1 + folded })}</span>
                  {item.status !== 'SUCCESS' && <StateTag state={item.status} />}
                  <Took step={item} />
                </div>
                <Outcome step={item} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

const Took = ({ step: { complete, duration, startedTime } }: { readonly step: Step }) => (
  <span className={styles.took}>
    {complete ? formatDuration(duration) : <Duration from={startedTime} to={undefined} />}
  </span>
);

function Outcome({ step: { summary, error } }: { readonly step: Step }) {
  if (error !== undefined) return <p className={styles.error}>{error}</p>;
  return summary === undefined ? null : <p className={styles.summary}>{summary}</p>;
}
