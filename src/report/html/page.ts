/** The page, as an Eta template: one file without scripts, for screens from 400 pixels, print, light and dark. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.title %></title>
<style>
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;--secured:#116329;--broken:#b3141d;--unknown:#7d4e00;--notApplicable:#57606a;--accepted:#6639ba}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--soft:#9da7b1;--line:#3d444d;--panel:#161b22;--secured:#4ac26b;--broken:#ff8182;--unknown:#e3b341;--notApplicable:#9da7b1;--accepted:#c297ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:1.5rem 1rem 3rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.3rem;margin:2.5rem 0 .5rem}h3{font-size:1.1rem;margin:1.75rem 0 .25rem}
p{margin:.4rem 0}.soft{color:var(--soft)}a{color:inherit}
code{font:0.9em ui-monospace,monospace;overflow-wrap:anywhere}
svg{display:block;width:100%;height:auto;margin:1rem 0}svg.tall{display:none;max-width:420px}
svg text{font:14px system-ui,sans-serif;text-anchor:middle;fill:var(--text)}
.node rect{fill:var(--panel);stroke:var(--line);stroke-width:1.5}.node text:nth-child(3){font-size:12px;fill:var(--soft)}
.edge path{fill:none;stroke-width:4;stroke:var(--state)}.edge circle{fill:var(--ground);stroke:var(--state);stroke-width:2.5}
.edge text{font-weight:700;font-size:13px;fill:var(--state)}
.edge.broken path{stroke-dasharray:10 6}.edge.unknown path{stroke-dasharray:3 5}.edge.notApplicable path{stroke-width:2}
.secured{--state:var(--secured)}.broken,.fail{--state:var(--broken)}.unknown{--state:var(--unknown)}.notApplicable{--state:var(--notApplicable)}.pass{--state:var(--secured)}.excepted,.used{--state:var(--accepted)}.expired,.unused{--state:var(--broken)}
.state{display:inline-block;padding:0 .55em;border:1.5px solid var(--state);border-radius:1em;color:var(--state);font-weight:600;white-space:nowrap}
ol.links{list-style:none;margin:0;padding:0}ol.links li{display:flex;gap:.75rem;justify-content:space-between;padding:.45rem 0;border-bottom:1px solid var(--line)}
section.link{border-left:4px solid var(--state);padding-left:1rem;margin-top:1.75rem}
article{border:1px solid var(--line);border-radius:8px;background:var(--panel);padding:.6rem .9rem;margin:.6rem 0}
article p{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .75rem;margin:.4rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;min-width:0}
details{margin:.6rem 0}summary{cursor:pointer;font-weight:600}summary:focus-visible,a:focus-visible{outline:3px solid var(--state,var(--unknown));outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
@media (max-width:640px){svg.wide{display:none}svg.tall{display:block}table,tbody,tr,td,caption{display:block}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}tr{border-bottom:1px solid var(--line);padding:.35rem 0}td{border:0;padding:.1rem 0}td::before{content:attr(data-name) ": ";color:var(--soft)}dl{grid-template-columns:1fr}ol.links li{flex-wrap:wrap}}
@media print{body{max-width:none;font-size:11pt}article,tr{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}details:not([open])>*{display:block}summary{list-style:none}}
</style>
</head>
<body>
<header>
<h1><%= it.title %></h1>
<p class="soft"><% if (it.day) { %>Report of <time datetime="<%= it.day %>"><%= it.day %></time>. <% } %>A link is secured only where every check that applies passes; what cannot be told counts as unknown.</p>
</header>
<main>
<% it.deployments.forEach((deployment) => { %>
<h2><%= deployment.name %> <span class="soft">profile <%= deployment.profile %></span></h2>
<%~ deployment.diagram %>
<ol class="links">
<% deployment.links.forEach((link) => { %><li class="<%= link.verdict %>"><a href="#<%= link.anchor %>">Link <%= link.link %>: <%= link.title %></a><span><span class="state"><%= link.sign %> <%= link.word %></span> <span class="soft"><% if (link.note) { %><%= link.note %>, <% } %><%= link.count %></span></span></li>
<% }) %></ol>
<% deployment.links.forEach((link) => { %>
<section class="link <%= link.verdict %>" id="<%= link.anchor %>" aria-labelledby="<%= link.anchor %>-title">
<h3 id="<%= link.anchor %>-title">Link <%= link.link %>: <%= link.title %> <span class="state"><%= link.sign %> <%= link.word %></span><% if (link.note) { %> <span class="soft"><%= link.note %></span><% } %></h3>
<% if (link.evidence) { %><p><%= link.evidence %></p><% } %>
<% link.open.forEach((finding) => { %><article class="<%= finding.verdict %>">
<p><span class="state"><%= finding.word %></span> <strong><%= finding.title %></strong></p>
<dl><dt>Resource</dt><dd><%= finding.resource %></dd><dt>Seen</dt><dd><%= finding.message %></dd><% if (finding.fix) { %><dt>Fix</dt><dd><%= finding.fix %></dd><% } %><dt>Why</dt><dd><%= finding.why %></dd><dt>Check</dt><dd><code><%= finding.rule %></code><% if (finding.references) { %> · <%= finding.references %><% } %></dd></dl>
</article>
<% }) %>
<% if (link.passing.length > 0) { %><details><summary><%= link.passing.length %> checks that pass: the evidence</summary>
<table><caption>What was seen, check by check</caption><thead><tr><th scope="col">Check</th><th scope="col">Resource</th><th scope="col">Evidence</th><th scope="col">Elsewhere</th></tr></thead><tbody>
<% link.passing.forEach((finding) => { %><tr><td data-name="Check"><%= finding.title %><br><code><%= finding.rule %></code></td><td data-name="Resource"><%= finding.resource %></td><td data-name="Evidence"><%= finding.evidence %></td><td data-name="Elsewhere"><%= finding.references || "–" %></td></tr>
<% }) %></tbody></table></details><% } %>
<% if (link.without.length > 0) { %><details><summary><%= link.without.length %> checks that do not apply: why</summary>
<table><caption>What the deployment has none of</caption><thead><tr><th scope="col">Check</th><th scope="col">Reason</th></tr></thead><tbody>
<% link.without.forEach((finding) => { %><tr><td data-name="Check"><%= finding.title %><br><code><%= finding.rule %></code></td><td data-name="Reason"><%= finding.resource %>: <%= finding.message %></td></tr>
<% }) %></tbody></table></details><% } %>
<% if (link.attested.length > 0) { %><p class="soft">Attested only, since no deployment can show it:</p><ul class="soft">
<% link.attested.forEach((attestation) => { %><li><%= attestation.claim %> By: <%= attestation.by %>.</li>
<% }) %></ul><% } %>
</section>
<% }) %>
<% }) %>
<h2 id="exceptions">Exceptions</h2>
<% if (it.exceptions.length === 0) { %><p>None: nothing that fails has been accepted.</p><% } else { %>
<table><caption>Deviations that somebody has accepted; one that is expired or unused makes the report fail</caption><thead><tr><th scope="col">State</th><th scope="col">Check</th><th scope="col">Resource</th><th scope="col">Reason</th><th scope="col">Until</th></tr></thead><tbody>
<% it.exceptions.forEach((exception) => { %><tr class="<%= exception.state %>"><td data-name="State"><span class="state"><%= exception.word %></span></td><td data-name="Check"><code><%= exception.rule %></code></td><td data-name="Resource"><%= exception.resource %></td><td data-name="Reason"><%= exception.reason %></td><td data-name="Until"><%= exception.expires %></td></tr>
<% }) %></tbody></table><% } %>
</main>
<footer class="soft"><p>Made by hardened-databricks<% if (it.version) { %> <%= it.version %><% } %> from the resources of the deployment. It shows what is declared and deployed, by documented rules; it is no penetration test.</p></footer>
</body>
</html>
`;
