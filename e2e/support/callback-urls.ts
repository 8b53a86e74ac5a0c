/** A value for `callbackUrl`, and where it may lead on https://app.example: `null` for nowhere but the default. */
export interface CallbackUrl {
	value: string;
	leadsTo: string | null;
	why: string;
}

/** From the test suites and advisories of Django, Rails, next-auth, better-auth and others. */
export const callbackUrls: CallbackUrl[] = [
	{ value: '/', leadsTo: '/', why: 'root' },
	{ value: '/dashboard', leadsTo: '/dashboard', why: 'plain path' },
	{ value: '/dashboard?tab=a#s', leadsTo: '/dashboard?tab=a#s', why: 'query+hash kept' },
	{
		value: '/confirm/me@example.com',
		leadsTo: '/confirm/me@example.com',
		why: '@ in path (Django)'
	},
	{
		value: '/url%20with%20spaces/',
		leadsTo: '/url%20with%20spaces/',
		why: 'single-encoded path (Django)'
	},
	{ value: '/a//b', leadsTo: '/a//b', why: 'inner // harmless' },
	{
		value: '/\u65e5\u672c',
		leadsTo: '/%E6%97%A5%E6%9C%AC',
		why: 'emit percent-encoded; raw makes redirect() throw'
	},
	{ value: 'https://app.example/x', leadsTo: '/x', why: 'same origin; emit /x' },
	{ value: 'HTTPS://APP.EXAMPLE:443/x', leadsTo: '/x', why: 'case/default port; emit /x' },
	{
		value: 'https://app.example#@evil.com/',
		leadsTo: '/#@evil.com/',
		why: 'host is ours; emit /#@evil.com/'
	},
	{ value: '', leadsTo: null, why: 'empty' },
	{ value: '@evil.com', leadsTo: null, why: 'origin+value concat -> userinfo' },
	{ value: '.evil.com', leadsTo: null, why: 'origin+value concat -> subdomain' },
	{ value: '//evil.com', leadsTo: null, why: 'protocol-relative' },
	{ value: '///evil.com', leadsTo: null, why: 'triple slash' },
	{ value: '\\\\evil.com', leadsTo: null, why: 'double backslash' },
	{ value: '/\\/evil.com', leadsTo: null, why: 'mixed' },
	{ value: '\\/evil.com', leadsTo: null, why: 'mixed' },
	{ value: '/\t/evil.com', leadsTo: null, why: 'tab stripped -> //' },
	{ value: '\t//evil.com', leadsTo: null, why: 'leading control' },
	{ value: ' //evil.com', leadsTo: null, why: 'leading space trimmed' },
	{ value: '\b//evil.com', leadsTo: null, why: 'leading C0 (Django)' },
	{ value: '/\u0000/evil.com', leadsTo: null, why: 'NUL' },
	{ value: '/%0d%0aSet-Cookie:a=b', leadsTo: null, why: 'encoded CRLF' },
	{ value: '/%2f%2fevil.com', leadsTo: null, why: 'encoded //' },
	{ value: '/%5cevil.com', leadsTo: null, why: 'encoded \\' },
	{ value: '/%252f%252fevil.com', leadsTo: null, why: 'double-encoded' },
	{ value: '/..//evil.com', leadsTo: null, why: 'normalises to pathname //evil.com' },
	{ value: '/.//evil.com', leadsTo: null, why: 'same' },
	{ value: '/%2e%2e//evil.com', leadsTo: null, why: 'same, encoded dots' },
	{ value: '/a/..//evil.com', leadsTo: null, why: 'same' },
	{ value: 'http://app.example/', leadsTo: null, why: 'scheme downgrade' },
	{ value: 'https://evil.com', leadsTo: null, why: 'foreign' },
	{ value: 'https:evil.com', leadsTo: null, why: 'scheme without //' },
	{ value: 'https:/\\evil.com', leadsTo: null, why: 'mixed slashes' },
	{ value: 'https://app.example@evil.com/', leadsTo: null, why: 'userinfo' },
	{ value: 'https://u:p@app.example/', leadsTo: null, why: 'origin equal but credentials' },
	{ value: 'https://app.example\\@evil.com', leadsTo: null, why: 'parser differential (Django)' },
	{ value: 'https://app.example.evil.com/', leadsTo: null, why: 'suffix' },
	{ value: 'https://app.example:8443/', leadsTo: null, why: 'port' },
	{ value: 'https://app.example./', leadsTo: null, why: 'trailing-dot host' },
	{ value: 'https://app.example%2eevil.com/', leadsTo: null, why: 'encoded dot in host' },
	{ value: 'https://app.example%40evil.com/', leadsTo: null, why: 'invalid host: must not 500' },
	{ value: 'https://evil\u3002com/', leadsTo: null, why: 'IDNA dot' },
	{ value: '\uff0f\uff0fevil.com', leadsTo: null, why: 'fullwidth slashes' },
	{ value: 'javascript:alert(1)', leadsTo: null, why: 'script' },
	{ value: 'JaVaScRiPt://app.example/%0aalert(1)', leadsTo: null, why: 'script with host' },
	{ value: 'data:text/html,x', leadsTo: null, why: 'data' },
	{ value: 'blob:https://app.example/id', leadsTo: null, why: 'blob: URL.origin equals ours' },
	{ value: 'vbscript:x', leadsTo: null, why: 'script' },
	{ value: '//app.example/x', leadsTo: null, why: 'protocol-relative even to self' }
];
