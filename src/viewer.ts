/** Who asks: nobody known, or the server itself (a job, a webhook). */
export type Viewer = { kind: 'anonymous' } | { kind: 'system' }

export const anonymous: Viewer = { kind: 'anonymous' }
export const system: Viewer = { kind: 'system' }
