import { statfsSync } from 'node:fs';

const SMALL_SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/**
 * Settings of the embedded server, measured for building tables: no log for tables made in the same transaction, checkpoints far apart, a small memory
 * for index building, and a server that notices within a second that its client is gone.
 */
export function serverSettings(overrides: Readonly<Record<string, string>>): readonly string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '8GB',
    checkpoint_timeout: '15min',
    shared_buffers: '512MB',
    work_mem: '64MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    max_connections: '200',
    max_locks_per_transaction: '256',
    client_connection_check_interval: '1s',
    ...(sharedMemoryIsSmall() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...overrides,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Containers often have 64 MB of shared memory, too little for parallel work. */
function sharedMemoryIsSmall(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < SMALL_SHARED_MEMORY_BYTES;
  } catch {
    return true;
  }
}
