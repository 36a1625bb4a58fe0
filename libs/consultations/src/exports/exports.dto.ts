export class ExportProgressView {
  done: number
  total: number
}

/** The complete file of a consultation, made by a job. */
export class ExportView {
  id: string
  state: 'waiting' | 'running' | 'ready' | 'failed'
  requestedAt: string
  /** Null until it is ready, like the three below. */
  readyAt: string | null
  /** When it is removed. */
  expiresAt: string | null
  bytes: number | null
  /** SHA-256 of the file, hexadecimal. */
  sha256: string | null
  /** Of a file that is being made: lines written, of how many. */
  progress: ExportProgressView | null
}

export class ExportsView {
  /** The newest first, twenty at most; those that were removed are not told of. */
  items: ExportView[]
}
