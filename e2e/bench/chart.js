/** @import { Panel } from './report.js' */

const THEMES = {
	light: { text: '#1f2328', quiet: '#59636e', bar: '#afb8c1', own: '#0f766e' },
	dark: { text: '#f0f6fc', quiet: '#9198a1', bar: '#57606a', own: '#2dd4bf' }
};

const FONT = 'ui-sans-serif, system-ui, sans-serif';
const PANEL = { width: 420, top: 34, row: 24 };
const LABEL = 158;
const BAR = 110;

const escape = (/** @type {string} */ text) =>
	text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * One group of bars.
 *
 * @param {Panel} panel
 * @param {number} x
 * @param {number} y
 * @param {typeof THEMES.light} theme
 */
function drawPanel({ title, bars }, x, y, theme) {
	const longest = Math.max(...bars.map(({ value }) => value));
	const rows = bars.map(({ label, value, text, isOwn }, index) => {
		const top = PANEL.top + index * PANEL.row;
		const width = Math.max(1, (value / longest) * BAR);
		const weight = isOwn ? ' font-weight="600"' : '';
		return `<text x="${LABEL - 8}" y="${top + 12}" text-anchor="end" fill="${theme.text}"${weight}>${escape(label)}</text>
<rect x="${LABEL}" y="${top}" width="${width.toFixed(1)}" height="16" rx="2" fill="${isOwn ? theme.own : theme.bar}"/>
<text x="${(LABEL + width + 6).toFixed(1)}" y="${top + 12}" fill="${theme.quiet}"${weight}>${escape(text)}</text>`;
	});
	return `<g transform="translate(${x} ${y})">
<text x="0" y="14" fill="${theme.text}" font-weight="600" font-size="13">${escape(title)}</text>
${rows.join('\n')}
</g>`;
}

/**
 * Draws groups of bars, two beside each other.
 *
 * @param {Panel[]} panels
 * @param {keyof typeof THEMES} theme
 * @returns {string} an SVG with no background of its own
 *
 * @example
 * drawChart([{ title: 'Sign out', bars: [{ label: 'ours', value: 1, text: '1 µs', isOwn: true }] }], 'dark');
 */
export function drawChart(panels, theme) {
	const height = PANEL.top + Math.max(...panels.map(({ bars }) => bars.length)) * PANEL.row + 16;
	const drawn = panels.map((panel, index) =>
		drawPanel(panel, (index % 2) * PANEL.width, Math.floor(index / 2) * height, THEMES[theme])
	);
	const words = panels.map(
		({ title, bars }) =>
			`${title}: ${bars.map(({ label, text }) => `${label} ${text}`).join(', ')}.`
	);
	const [width, total] = [PANEL.width * 2, Math.ceil(panels.length / 2) * height];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${total}" width="${width}" height="${total}" role="img" font-family="${FONT}" font-size="12">
<title>${escape(words.join(' '))}</title>
${drawn.join('\n')}
</svg>
`;
}
