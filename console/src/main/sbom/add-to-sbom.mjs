// node add-to-sbom.mjs LOCK-FILE SBOM: see console/add-to-sbom.
import { readFileSync, writeFileSync } from 'node:fs';

const [lockFile, sbomFile] = process.argv.slice(2);
const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const sbom = JSON.parse(readFileSync(sbomFile, 'utf8'));

function component([path, library]) {
  const fullName = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const [name, group] = fullName.split('/').reverse();
  const purl = `pkg:npm/${fullName.replace('@', '%40')}@${library.version}`;
  const [, digest] = /^sha512-(.+)$/.exec(library.integrity);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name,
    version: library.version,
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    licenses: [{ license: { id: library.license } }],
    purl,
  };
}

const added = Object.entries(lock.packages)
  .filter(([path, library]) => path !== '' && !library.dev && !library.devOptional && !library.optional)
  .map(component);
const refs = added.map((each) => each['bom-ref']);
const isNpm = (ref) => ref.startsWith('pkg:npm/');
const isConsole = (ref) => ref.startsWith('pkg:maven/io.stockledger/console@');

sbom.components = [...sbom.components.filter(({ purl = '' }) => !isNpm(purl)), ...added];
sbom.dependencies = [
  ...sbom.dependencies
    .filter(({ ref }) => !isNpm(ref))
    .map(({ ref, dependsOn = [] }) => ({
      ref,
      dependsOn: isConsole(ref) ? [...dependsOn.filter((each) => !isNpm(each)), ...refs] : dependsOn,
    })),
  ...refs.map((ref) => ({ ref, dependsOn: [] })),
];

// The spaces before the colons are those of the Maven plugin.
const text = JSON.stringify(sbom, null, 2).replace(/^( *"[^"]*"):/gm, '$1 :');
writeFileSync(sbomFile, `${text}\n`);
