//! Looking at many bytes at once: one bit for each of 64 that passes a test.

/// How many bytes are looked at together.
pub const BLOCK: usize = 64;

/// The bytes in blocks, the last one filled up with zeros.
pub fn blocks(bytes: &[u8]) -> impl Iterator<Item = [u8; BLOCK]> {
    bytes.chunks(BLOCK).map(|chunk| {
        let mut block = [0; BLOCK];
        block[..chunk.len()].copy_from_slice(chunk);
        block
    })
}

/// One bit for each byte that passes, the first one lowest. Written so that a test without branches compiles to a few
/// instructions for many bytes.
pub fn bits(block: &[u8; BLOCK], test: impl Fn(u8) -> bool) -> u64 {
    let mut passed = [0_u8; BLOCK];
    for (to, byte) in passed.iter_mut().zip(block) {
        *to = u8::from(test(*byte));
    }
    // The product moves the lowest bit of each of eight bytes into the highest byte.
    let eight = |passed: &[u8; 8]| u64::from_le_bytes(*passed).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let (eights, _) = passed.as_chunks::<8>();
    eights.iter().rev().fold(0, |all, passed| all << 8 | eight(passed))
}
