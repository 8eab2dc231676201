/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal; a test compares it with the file. */
export const scriptDigest = "2fed19c82999b73836a85345014b9f2c0604ccd0fd51e0b6d1a1d01a82c2b876";
