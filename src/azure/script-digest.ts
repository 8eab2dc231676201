/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "3aa4791ee2de2bb9714045ba806f0017f2b8ef32dba6b7446800665c3ef6456b";
