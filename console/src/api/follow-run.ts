import { useEffect, useState } from 'react';
import { at, get, type Problem, problemOf, urlOf } from './client';
import type { ProgressDocument, RunMessage } from './runs';

/** What is known of a run that is followed. */
export interface FollowedRun {
  readonly progress: ProgressDocument | undefined;
  /** The oldest first. */
  readonly messages: readonly RunMessage[];
  /** Whether it is over, or the job never ran. */
  readonly isOver: boolean;
  /** How it is followed: told by the server as it happens, asked for every two seconds, or not at all for now. */
  readonly by: 'events' | 'questions' | 'nothing';
  readonly problem: Problem | undefined;
}

const START: FollowedRun = { progress: undefined, messages: [], isOver: false, by: 'nothing', problem: undefined };
const ASK_EVERY_MS = 2_000;
/** So often an event stream may break without a word before the server is asked instead. */
const MOST_BROKEN_STREAMS = 2;
/** Asking goes on so often before the stream is tried anew. */
const QUESTIONS_BEFORE_STREAM = 15;

/**
 * Follows what a job does now, else tells what its last run did: by server-sent events, and where a proxy does not let these through by asking. A connection that
 * breaks is made again, and catches up with what happened meanwhile.
 *
 * @param job uid of the job, or of a run that runs once; undefined for none
 * @param generation another number follows it anew, e.g. after it was started once more
 */
export function useRun(job: string | undefined, generation = 0): FollowedRun {
  const [run, setRun] = useState(START);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the generation is there to start it anew
  useEffect(() => {
    setRun(START);
    return job === undefined ? undefined : follow(job, (change) => setRun(change));
  }, [job, generation]);
  return run;
}

type Change = (before: FollowedRun) => FollowedRun;

/** @returns what ends it */
function follow(job: string, tell: (change: Change) => void): () => void {
  const aborted = new AbortController();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let broken = 0;

  const listen = (): void => {
    source = new EventSource(urlOf(at('/api/jobConfigurations/{uid}/progress/stream', { uid: job })));
    source.addEventListener('notification', ({ data }) => {
      const message = JSON.parse(data) as RunMessage;
      broken = 0;
      // A stream that was made again begins with what was said before.
      tell((run) =>
        run.messages.some(({ uid }) => uid === message.uid)
          ? { ...run, by: 'events' }
          : { ...run, by: 'events', problem: undefined, messages: [...run.messages, message] },
      );
    });
    source.addEventListener('progress', ({ data }) => {
      broken = 0;
      tell((run) => ({ ...run, by: 'events', problem: undefined, progress: JSON.parse(data) as ProgressDocument }));
    });
    source.addEventListener('end', ({ data }) => {
      source?.close();
      tell((run) => ({
        ...run,
        by: 'events',
        problem: undefined,
        isOver: true,
        progress: JSON.parse(data) as ProgressDocument,
      }));
    });
    source.addEventListener('error', () => {
      broken += 1;
      const isRefused = source?.readyState === EventSource.CLOSED;
      if (!isRefused && broken <= MOST_BROKEN_STREAMS) return;
      source?.close();
      void question(QUESTIONS_BEFORE_STREAM);
    });
  };

  const question = async (left: number): Promise<void> => {
    try {
      const progress = await get<ProgressDocument>(at('/api/jobConfigurations/{uid}/progress', { uid: job }), {
        signal: aborted.signal,
      });
      const isOver = progress.sequence?.every(({ complete }) => complete) ?? true;
      tell((run) => ({ ...run, by: 'questions', progress, isOver, problem: undefined }));
      if (isOver) return;
    } catch (error) {
      if (aborted.signal.aborted) return;
      const problem = problemOf(error);
      tell((run) => ({ ...run, by: 'nothing', problem }));
      // What was refused stays refused; a server that is away comes back.
      if (problem.kind !== 'offline' && problem.kind !== 'slow') return;
    }
    timer = setTimeout(() => {
      if (left > 0) void question(left - 1);
      else {
        broken = 0;
        listen();
      }
    }, ASK_EVERY_MS);
  };

  listen();
  return () => {
    aborted.abort();
    source?.close();
    clearTimeout(timer);
  };
}
