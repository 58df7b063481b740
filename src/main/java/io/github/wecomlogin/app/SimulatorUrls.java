package io.github.wecomlogin.app;

/**
 * Holds the addresses of the simulator. Present in the demo only.
 *
 * @param api the address of the simulated API
 * @param company the page that simulates leavers and returners
 */
record SimulatorUrls(String api, String company) {

}
