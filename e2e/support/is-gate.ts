/** Whether this run is one of those that the gate adds. */
export const isGate = Boolean(process.env.GUARDIAN_GATE ?? process.env.GUARDIAN_POOLER);
