import { execFileSync } from 'node:child_process';

/** A process and all that it has started, by their ids. */
export function allProcesses(root: number): number[] {
	const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
	const rows = table
		.trim()
		.split('\n')
		.map((row) => row.trim().split(/\s+/).map(Number));
	const found = [root];
	for (const parent of found) {
		found.push(...rows.filter(([, ppid]) => ppid === parent).map(([pid]) => pid as number));
	}
	return found;
}
