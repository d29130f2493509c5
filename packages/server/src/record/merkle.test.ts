import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hashLeaf, MemoryNodes, MerkleTree, verifyConsistency, verifyInclusion } from './merkle.js';

const test = suite('merkle');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** Leaves and heads that implementations of RFC 6962 are tested with. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const HEADS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOf(count: number): { readonly tree: MerkleTree; readonly leaves: Uint8Array[] } {
  const tree = new MerkleTree(new MemoryNodes());
  const leaves = Array.from({ length: count }, (_, index) => hashLeaf(Uint8Array.of(index & 255, index >> 8)));
  for (const leaf of leaves) tree.append(leaf);
  return { tree, leaves };
}

test('heads are those of the known vectors', () => {
  const tree = new MerkleTree(new MemoryNodes());
  for (const [size, leaf] of LEAVES.entries()) {
    assert.is(hex(tree.head()), HEADS[size]);
    tree.append(hashLeaf(bytes(leaf)));
  }
  assert.equal(
    HEADS.map((_, size) => hex(tree.head(size))),
    HEADS,
  );
});

test('each leaf of each tree has a proof, and no other leaf or place passes with it', () => {
  const { tree, leaves } = treeOf(70);
  for (let size = 1; size <= 70; size++) {
    const head = tree.head(size);
    for (let index = 0; index < size; index++) {
      const proof = tree.inclusion(index, size);
      const [leaf, other] = [leaves[index], leaves[(index + 1) % size]];
      assert.ok(leaf !== undefined && other !== undefined);
      assert.ok(verifyInclusion(leaf, index, size, proof, head), `${index} of ${size}`);
      if (size > 1) assert.not.ok(verifyInclusion(other, index, size, proof, head));
      if (size > 1) assert.not.ok(verifyInclusion(leaf, (index + 1) % size, size, proof, head));
      if (proof.length > 0) assert.not.ok(verifyInclusion(leaf, index, size, proof.slice(1), head));
    }
  }
});

test('each tree begins each later one, by proof; a changed one does not', () => {
  const { tree } = treeOf(40);
  const changed = new MerkleTree(new MemoryNodes());
  for (let index = 0; index < 40; index++) changed.append(hashLeaf(Uint8Array.of(index === 3 ? 255 : index, 0)));
  for (let second = 1; second <= 40; second++) {
    for (let first = 0; first <= second; first++) {
      const proof = tree.consistency(first, second);
      assert.ok(verifyConsistency(first, second, tree.head(first), tree.head(second), proof), `${first} in ${second}`);
      if (first > 3) assert.not.ok(verifyConsistency(first, second, changed.head(first), tree.head(second), proof));
      if (first > 0 && first < second)
        assert.not.ok(verifyConsistency(first, second, tree.head(first), changed.head(second), proof) && second > 3);
    }
  }
});

test('a tree goes on from its nodes after a restart', () => {
  const nodes = new MemoryNodes();
  const before = new MerkleTree(nodes);
  for (let index = 0; index < 5; index++) before.append(hashLeaf(Uint8Array.of(index, 0)));
  const after = new MerkleTree(nodes, 5);
  after.append(hashLeaf(Uint8Array.of(5, 0)));
  assert.is(hex(after.head()), hex(treeOf(6).tree.head()));
});

test.run();
